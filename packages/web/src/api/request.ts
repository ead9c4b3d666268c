/** An answer that is not the one asked for: the server's problem (RFC 9457), or none at all (`status` 0: not reachable). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  /** Where in what was sent, as an RFC 6901 JSON pointer. */
  readonly pointer: string | undefined
  constructor(status: number, code: string, detail: string, requestId?: string, pointer?: string) {
    super(detail)
    this.status = status
    this.code = code
    this.requestId = requestId
    this.pointer = pointer
  }
}

export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401
export const isNotFound = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

async function send(path: string, call: Call): Promise<Response> {
  const { method = 'GET', body, signal } = call
  const init: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' }
  if (signal) init.signal = signal
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'content-type': 'application/json' }
  }
  try {
    return await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem(0, 'unreachable', '')
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text().catch(() => '')
  let said: { code?: unknown; detail?: unknown; requestId?: unknown; pointer?: unknown } = {}
  try {
    said = JSON.parse(text) ?? {}
  } catch {
    // A proxy's page, perhaps. The status says enough.
  }
  const word = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return new ApiProblem(
    response.status,
    word(said.code) ?? 'unexpected',
    word(said.detail) ?? '',
    word(said.requestId),
    word(said.pointer),
  )
}

/** Sends a request and answers its JSON (undefined for an empty answer). Throws `ApiProblem`. */
export async function requestJson<T>(path: string, call: Call = {}): Promise<T> {
  const response = await send(path, call)
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    throw new ApiProblem(response.status, 'unexpected', '')
  }
}

export async function requestText(path: string, signal?: AbortSignal): Promise<string> {
  const response = await send(path, { signal })
  if (!response.ok) throw await problemOf(response)
  return response.text()
}

export async function requestBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await send(path, { signal })
  if (!response.ok) throw await problemOf(response)
  return new Uint8Array(await response.arrayBuffer())
}
