import { readdirSync, readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { eventShape } from '../../src/event/event-shape.ts'
import { gate } from '../../src/event/gate.ts'
import { toJsonSchema } from '../../src/event/json-schema.ts'
import { normaliseEvent } from '../../src/event/normalise-event.ts'
import { parseJson } from '../../src/event/parse-json.ts'
import { parseTime } from '../../src/event/time.ts'
import { uuidV7 } from '../../src/event/uuid-v7.ts'
import { leastEvent } from './sample-events.ts'

const folder = new URL('../../src/event/', import.meta.url)
const examples = readdirSync(folder).flatMap((file) =>
  [...readFileSync(new URL(file, folder), 'utf8').matchAll(/@example (.+)/g)].map(([, example]) => ({
    file,
    example: example ?? '',
  })),
)
const names = { checkEvent, event: leastEvent, eventShape, gate, normaliseEvent, parseJson, parseTime, toJsonSchema, uuidV7 }

it.each(examples)('the example in $file holds: $example', ({ example }) => {
  expect(runInNewContext(example, names)).toBe(true)
})

it('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(6)
})
