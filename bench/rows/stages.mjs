// What one event costs on the way in, stage by stage, on one core, beside Y3: JSON.parse of the same bytes.
import { performance } from 'node:perf_hooks'
import {
  checkEvent,
  compileCatalogue,
  gate,
  normaliseEvent,
  renderSentence,
  Sealer,
  starterCatalogue,
  treatEvent,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { contentDigester, nodeCrypto } from '../../packages/server/dist/crypto/node-crypto.js'
import { inventLines } from '../invented-events.mjs'
import { interleave, ratio } from '../measure.mjs'

const catalogue = compileCatalogue(starterCatalogue, 1)
const keys = { token: (text) => `tok1:${text.length}`, encrypt: (text) => `enc1:k:iv:${text.length}` }

const sealer = new Sealer(nodeCrypto)
const pureSealer = new Sealer({ ...nobleCrypto, salt: nodeCrypto.salt })
const digester = contentDigester(new Uint8Array(32))

/** Microseconds an event that a call over all of them takes. */
function perEvent(count, work) {
  const started = performance.now()
  work()
  return ((performance.now() - started) * 1000) / count
}

export async function stages({ cut = 1, rounds = 7 } = {}) {
  const events = 5_000 / cut
  const lines = inventLines(events, 3)
  const bodies = Array.from({ length: Math.ceil(events / 500) }, (_, k) => lines.slice(k * 500, (k + 1) * 500).join('\n'))
  const values = bodies.flatMap((body) => gate(body, 'ndjson').events.map((event) => event.value))
  const treated = values.map((value) => treatEvent(normaliseEvent(value), catalogue, keys))
  const recorded = treated.map((event) => ({ ...event, recordedAt: event.occurredAt, category: 'data', catalogue: 1, key: 'k' }))
  const each = {
    'gate (parse included)': () => bodies.forEach((body) => void gate(body, 'ndjson', body.length)),
    'shape and limits': () => values.forEach((value) => void checkEvent(value)),
    'treatments and secret net': () => values.forEach((value) => void treatEvent(value, catalogue, keys)),
    'slots, hashes and the digest that tells a repeat': () =>
      recorded.forEach((event, at) => {
        void sealer.seal(event, catalogue.ownSlot, { value: treated[at], text: digester.begin() })
        void digester.digest()
      }),
    'slots and hashes, pure JavaScript': () => recorded.forEach((event) => void pureSealer.seal(event, catalogue.ownSlot)),
    'one sentence': () => recorded.forEach((event) => void renderSentence(event, catalogue)),
  }
  const parse = () => perEvent(events, () => lines.forEach((line) => void JSON.parse(line)))
  const results = []
  for (const [name, work] of Object.entries(each)) {
    const figures = await interleave(rounds, () => perEvent(events, work), parse)
    results.push(ratio(`${name} / JSON.parse (Y3)`, '–', figures, 'µs an event'))
  }
  return results
}
