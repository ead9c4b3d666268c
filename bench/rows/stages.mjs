// What one event costs on the way in, stage by stage, on one core, beside Y3: JSON.parse of the same bytes.
import { performance } from 'node:perf_hooks'
import {
  checkEvent,
  compileCatalogue,
  gate,
  normaliseEvent,
  renderSentence,
  sealEvent,
  starterCatalogue,
  treatEvent,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { nodeCrypto } from '../../packages/server/dist/crypto/node-crypto.js'
import { inventLines } from '../invented-events.mjs'
import { interleave, ratio } from '../measure.mjs'

const catalogue = compileCatalogue(starterCatalogue, 1)
const keys = { token: (text) => `tok1:${text.length}`, encrypt: (text) => `enc1:k:iv:${text.length}` }

/** Microseconds an event that a call over all of them takes. */
function perEvent(count, work) {
  const started = performance.now()
  work()
  return ((performance.now() - started) * 1000) / count
}

export async function stages({ events = 5_000, rounds = 7 } = {}) {
  const lines = inventLines(events, 3)
  const bodies = Array.from({ length: Math.ceil(events / 500) }, (_, k) => lines.slice(k * 500, (k + 1) * 500).join('\n'))
  const values = bodies.flatMap((body) => gate(body, 'ndjson').events.map((event) => event.value))
  const treated = values.map((value) => treatEvent(normaliseEvent(value), catalogue, keys))
  const recorded = treated.map((event) => ({ ...event, recordedAt: event.occurredAt, category: 'data', catalogue: 1, key: 'k' }))
  const each = {
    'gate (parse included)': () => bodies.forEach((body) => void gate(body, 'ndjson')),
    'shape and limits': () => values.forEach((value) => void checkEvent(value)),
    'treatments and secret net': () => values.forEach((value) => void treatEvent(value, catalogue, keys)),
    'slots and hashes': () => recorded.forEach((event) => void sealEvent(event, catalogue.ownSlot, nodeCrypto)),
    'slots and hashes, pure JavaScript': () =>
      recorded.forEach((event) => void sealEvent(event, catalogue.ownSlot, { ...nobleCrypto, salt: nodeCrypto.salt })),
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
