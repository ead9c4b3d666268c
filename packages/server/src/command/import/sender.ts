import { setTimeout as sleep } from 'node:timers/promises'
import type { Problem } from '@daybook/core'
import { refusalOf, trailPath } from '../answer.ts'
import type { Client } from '../client.ts'
import { CommandFailure, exitCodes } from '../failure.ts'

/** What the trail said of one event, in the order sent. */
export interface SendResult {
  readonly id?: string
  readonly status: 'stored' | 'duplicate' | 'conflict' | 'rejected'
  readonly seq?: number
  readonly problem?: Problem
}

const attempts = 8
const longestWaitMs = 30_000

/**
 * Sends events (JSON texts) as one batch through the public interface. A lost answer, 429 and 5xx are tried again:
 * sending twice is harmless, because an id is stored once. An answer counts only if it speaks of every event sent.
 */
export async function sendBatch(
  client: Client,
  trail: string,
  events: readonly string[],
  signal: AbortSignal,
): Promise<readonly SendResult[]> {
  const body = `[${events.join(',')}]`
  for (let attempt = 1; ; attempt++) {
    const answer = await post(client, trail, body, attempt, signal)
    if (answer === undefined) continue
    if (answer.status === 200 || answer.status === 422) {
      const results = resultsOf(await answer.json())
      if (results !== undefined && results.length === events.length) return results
      throw strangeAnswer(client)
    }
    if (answer.status !== 429 && answer.status < 500) throw await refusalOf(answer, client)
    if (attempt === attempts) throw await refusalOf(answer, client)
    await answer.body?.cancel()
    await wait(attempt, Number(answer.headers.get('retry-after')), signal)
  }
}

/** Undefined where there was no answer and another attempt is due. */
async function post(
  client: Client,
  trail: string,
  body: string,
  attempt: number,
  signal: AbortSignal,
): Promise<Response | undefined> {
  try {
    return await client.request(trailPath(trail, '/events'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
  } catch (error) {
    if (!(error instanceof CommandFailure) || attempt === attempts) throw error
    await wait(attempt, 0, signal)
    return undefined
  }
}

async function wait(attempt: number, retryAfterSeconds: number, signal: AbortSignal): Promise<void> {
  const backoffMs = Math.random() * Math.min(longestWaitMs, 100 * 2 ** attempt)
  const askedMs = Number.isFinite(retryAfterSeconds) ? retryAfterSeconds * 1000 : 0
  await sleep(Math.min(longestWaitMs, Math.max(backoffMs, askedMs)), undefined, { signal }).catch(() => {})
  if (signal.aborted)
    throw new CommandFailure('interrupted', 'Interrupted while waiting for the server.', { exitCode: exitCodes.unknown })
}

function resultsOf(body: unknown): readonly SendResult[] | undefined {
  if (typeof body !== 'object' || body === null || !('results' in body) || !Array.isArray(body.results)) return undefined
  return body.results
}

const strangeAnswer = (client: Client): CommandFailure =>
  new CommandFailure('strange_answer', `${client.place} answered, but not as Daybook does.`, {
    todo: 'Something in between may be answering for it, a proxy for example. Check --url.',
  })
