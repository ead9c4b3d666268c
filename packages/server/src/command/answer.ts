import type { Client } from './client.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'

/** The JSON an endpoint answers; anything but success becomes a `CommandFailure` in the server's own words. */
export async function ask<T>(client: Client, method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method }
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  const answer = await client.request(path, init)
  if (!answer.ok) throw await refusalOf(answer, client, path)
  if (answer.status === 204) return undefined as T
  return (await answer.json()) as T
}

/** A problem+json answer as a failure. 4xx is a refusal (exit 1), except where the question was wrong or nobody may ask. */
export async function refusalOf(answer: Response, client: Client, path = ''): Promise<CommandFailure> {
  const problem = await problemOf(answer)
  const code = problem.code ?? `http_${answer.status}`
  const sentence = problem.detail ?? `${client.place} answered ${answer.status} ${answer.statusText}`.trim()
  // A sealed trail says itself how to repair it, and waiting is no part of that.
  const todo = problem.code === 'sealed' ? undefined : advice(answer.status, path)
  return new CommandFailure(code, sentence, { exitCode: exitCodeOf(answer.status), ...(todo === undefined ? {} : { todo }) })
}

interface ProblemAnswer {
  readonly code?: string
  readonly detail?: string
}

async function problemOf(answer: Response): Promise<ProblemAnswer> {
  try {
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null ? (body as ProblemAnswer) : {}
  } catch {
    return {}
  }
}

function exitCodeOf(status: number): ExitCode {
  return status === 401 || status === 404 || status >= 500 ? exitCodes.unknown : exitCodes.no
}

function advice(status: number, path: string): string | undefined {
  if (status === 401) return 'Give a key with --key or DAYBOOK_KEY; "daybook key create" makes one.'
  if (status === 403) return 'Use a key with another role; "daybook key create --role admin" makes one.'
  if (status === 404 && /\/keys\/./.test(path)) return 'Check the id; "daybook key list" shows the keys.'
  if (status === 404 && /\/catalogue\/./.test(path)) return 'Leave --revision away for the newest one.'
  if (status === 404) return 'Check the name; "daybook trail list" shows the trails.'
  if (status === 503) return 'Try again in a moment; "daybook doctor" says what is wrong with the server.'
  return undefined
}

/** `/v1/trails/<name>` with the name escaped. */
export const trailPath = (trail: string, rest = ''): string => `/v1/trails/${encodeURIComponent(trail)}${rest}`
