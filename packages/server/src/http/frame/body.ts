import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { ClientGone } from '../../problem/client-gone.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { ByteBudget } from './byte-budget.ts'

/** 5 MiB, after decompression; a body of exactly this size is read. */
export const maxBodyBytes = 5 * 1024 * 1024

export interface BodySource {
  /** The raw request where the call came over HTTP; web streams cost several times as much. */
  readonly incoming: IncomingMessage | undefined
  readonly request: Request
}

export interface BodyLimits {
  readonly maxBytes: number
  readonly budget: ByteBudget
}

/** A body and the bytes it holds of the budget, to be given back when the call has been answered. */
export interface ReadBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  release(): void
}

/** Reads a body whole, decompressed. Refuses with 413, 415 or 429 and reads no further than it must. */
export const readBody = async (source: BodySource, limits: BodyLimits): Promise<ReadBody> => {
  const encoding = (source.request.headers.get('content-encoding') ?? '').trim().toLowerCase()
  if (encoding !== '' && encoding !== 'identity' && encoding !== 'gzip')
    throw new HttpProblem('unsupported_media_type', 'Send the body as it is or with Content-Encoding: gzip.')
  const announced = Number(source.request.headers.get('content-length') ?? 0)
  if (announced > limits.maxBytes) throw tooLarge(limits.maxBytes)
  const held = limits.budget.hold()
  try {
    const take = (bytes: number): void => {
      if (!held.take(bytes))
        throw new HttpProblem('too_busy', 'The server has as much waiting as it can hold; send the same again.', {
          headers: { 'Retry-After': '1' },
        })
    }
    const raw = await (source.incoming
      ? readIncoming(source.incoming, limits.maxBytes, take)
      : readStream(source.request, limits.maxBytes, take))
    const bytes = encoding === 'gzip' ? await unzip(raw, limits.maxBytes, take) : raw
    return { bytes, release: () => held.release() }
  } catch (error) {
    held.release()
    throw error
  }
}

const tooLarge = (maxBytes: number): HttpProblem =>
  new HttpProblem('body_too_large', `The body is larger than ${maxBytes} bytes after decompression; send it in parts.`, {
    headers: { Connection: 'close' },
  })

const readIncoming = (
  incoming: IncomingMessage,
  maxBytes: number,
  take: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const stop = (error: Error): void => {
      incoming.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
      reject(error)
    }
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      try {
        if (size > maxBytes) throw tooLarge(maxBytes)
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        stop(error as Error)
      }
    }
    const onEnd = (): void => resolve(join(chunks, size))
    const onClose = (): void => {
      if (!incoming.readableEnded) stop(new ClientGone('the request ended before its body did'))
    }
    incoming.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })

const readStream = async (
  request: Request,
  maxBytes: number,
  take: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    take(chunk.length)
    chunks.push(chunk)
  }
  return join(chunks, size)
}

/** One buffer that owns its memory, so that it can be handed to another thread without a copy. */
const join = (chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip)

const unzip = async (raw: Uint8Array, maxBytes: number, take: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> => {
  const plain = await inflate(raw, { maxOutputLength: maxBytes }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes)
    throw new HttpProblem(
      'bad_request',
      'The body says Content-Encoding: gzip and is not valid gzip; compress it anew, or leave the header out.',
    )
  })
  if (plain[0] === 0x1f && plain[1] === 0x8b)
    throw new HttpProblem('unsupported_media_type', 'The body is compressed more than once; compress it once.')
  take(plain.length)
  return join([plain], plain.length)
}
