import { ask } from '../answer.ts'
import type { Client } from '../client.ts'
import { plural } from '../screen.ts'
import { advice, type Finding, ok } from './finding.ts'

interface Heard {
  readonly data: readonly { readonly producer: string; readonly says: readonly string[]; readonly silentSince: string | null }[]
  readonly complete: boolean
  readonly silent: { readonly count: number; readonly says: string | null }
}

const mostNamed = 5

/** What a trail misses of its producers: events that were numbered and never came, and sources that have gone silent. */
export async function examineProducers(client: Client, trail: string): Promise<readonly Finding[]> {
  const heard = await ask<Heard>(client, 'GET', `/v1/trails/${trail}/heartbeat`)
  if (heard.data.length === 0) return []
  if (!heard.complete)
    return [ok('producers', `The server is still reading trail ${trail} to learn what its producers sent; ask again later.`)]
  const says = heard.data.flatMap((producer) => producer.says.slice(0, producer.says.length - (producer.silentSince ? 1 : 0)))
  const more = says.length > mostNamed ? `; and ${says.length - mostNamed} more such sentences` : ''
  const findings: Finding[] = []
  if (says.length > 0) {
    const todo = `Look at the programs named: their spool, their dead letters, their log. All of it: GET /v1/trails/${trail}/heartbeat`
    findings.push(advice('producers_missing', `Trail ${trail}: ${says.slice(0, mostNamed).join('; ')}${more}.`, todo))
  }
  if (heard.silent.says !== null)
    findings.push(
      advice(
        'producers_silent',
        `Trail ${trail}: ${heard.silent.says}.`,
        'See that they run and reach the server; silence is how a broken audit trail looks.',
      ),
    )
  if (findings.length > 0) return findings
  return [ok('producers', `Nothing is missing on trail ${trail} of what ${plural(heard.data.length, 'producer')} numbered.`)]
}
