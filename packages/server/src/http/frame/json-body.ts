import { gate, type Json, type Problem } from '@daybook/core'
import type { Context } from 'hono'
import { HttpProblem } from '../../problem/http-problem.ts'
import { readBody } from './body.ts'
import type { Env } from './endpoint.ts'
import type { Service } from './service.ts'

const maxObjectBytes = 256 * 1024

/** The body's media type without its parameters, lower case. */
export const mediaType = (c: Context<Env>): string =>
  (c.req.raw.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** A charset other than UTF-8 is refused rather than misread. */
export const refuseOtherCharset = (c: Context<Env>): void => {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(c.req.raw.headers.get('content-type') ?? '')?.[1]
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8' && charset.toLowerCase() !== 'utf8')
    throw new HttpProblem('unsupported_media_type', 'The Content-Type names another charset; send the body in UTF-8.')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a JSON body as text: strict UTF-8. */
export const readJsonText = async (c: Context<Env>, service: Service, maxBytes: number): Promise<string> => {
  if (mediaType(c) !== 'application/json') throw new HttpProblem('unsupported_media_type', 'Send Content-Type: application/json.')
  refuseOtherCharset(c)
  const { bytes, release } = await readBody(
    { incoming: c.env?.incoming, request: c.req.raw },
    { maxBytes, budget: service.budget },
  )
  try {
    return utf8.decode(bytes)
  } catch {
    throw new HttpProblem('invalid_unicode', 'The body is not UTF-8. Send UTF-8 without a byte order mark.')
  } finally {
    release()
  }
}

/** One JSON object, past the same gate as events: no member twice, no lone surrogates, no depth that breaks programs. */
export const readObject = async (c: Context<Env>, service: Service): Promise<{ readonly [name: string]: Json } | Problem> => {
  const gated = gate(await readJsonText(c, service, maxObjectBytes), 'json')
  const [first] = gated.events
  if (!gated.single || !first) throw new HttpProblem('bad_body', 'The body is one JSON object.', { pointer: '' })
  return 'value' in first ? first.value : first.problem
}
