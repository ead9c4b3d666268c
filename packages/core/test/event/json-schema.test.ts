import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { eventShape } from '../../src/event/event-shape.ts'
import { toJsonSchema } from '../../src/event/json-schema.ts'
import { fullEvent, leastEvent, valueAt, withValue } from './sample-events.ts'
import { isValid } from './schema-validator.ts'

const schema = toJsonSchema(eventShape)

/** Every place in a value, the members of objects and the items of lists. */
function placesIn(value: unknown, here: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [here]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return [
    ...(here.length > 0 ? [here] : []),
    ...keys.flatMap((key) => placesIn((value as Record<string, unknown>)[key], [...here, key])),
  ]
}

/** Values that some member, somewhere, takes or nearly takes. */
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '',
      'x',
      'user',
      'admin_action',
      'automation',
      'success',
      'denied',
      'omit',
      'mask',
      'approved',
      'order.approved',
      'trail.erased',
    ],
    ...[
      '2026-11-22T09:15:02Z',
      '2026-02-29T09:15:02Z',
      '2028-02-29T09:15:02Z',
      '2026-11-22T09:15:60Z',
      'javascript:x',
      ' DATA:x',
      'https://x.example',
    ],
    ...[
      0,
      -1,
      1.5,
      1e15,
      true,
      false,
      null,
      [],
      {},
      [{}],
      ['x'],
      [null],
      { id: 'x' },
      { type: 'user', id: 'x' },
      { field: 'x', after: 1 },
    ],
    ...['00000000-0000-0000-0000-000000000000', leastEvent.id, leastEvent.id.toUpperCase()],
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

const edited = fc
  .tuple(
    fc.constantFrom(fullEvent, leastEvent),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'add', 'borrow'), anyValue, fc.constantFrom(...names())), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([event, edits]) => {
    let changed: unknown = event
    for (const [place, kind, value, name] of edits) {
      const places = placesIn(changed)
      if (places.length === 0) break
      const path = places[place % places.length] as readonly (string | number)[]
      const isMember = typeof path.at(-1) === 'string'
      if (kind === 'add' && isMember) changed = withValue(changed as never, [...path.slice(0, -1), name], value)
      else if (kind === 'borrow' && isMember) changed = withValue(changed as never, path, valueAt(fullEvent, borrowed(place)))
      else if (kind !== 'remove') changed = withValue(changed as never, path, value)
      else if (isMember) changed = withValue(changed as never, path, undefined)
    }
    return changed
  })

function names(): readonly string[] {
  return [
    ...Object.keys(eventShape.members),
    'seq',
    'colour',
    'type',
    'id',
    'name',
    'url',
    'before',
    'after',
    'treated',
    'constructor',
  ]
}
function borrowed(place: number): readonly (string | number)[] {
  const places = placesIn(fullEvent)
  return places[(place * 7) % places.length] as readonly (string | number)[]
}

describe('the JSON Schema of an event', () => {
  it('takes what the checker takes, and refuses what it refuses', () => {
    let taken = 0
    const runs = 4_000
    fc.assert(
      fc.property(edited, (event) => {
        const isTaken = checkEvent(event) === undefined
        if (isTaken) taken++
        expect(isValid(schema, event)).toBe(isTaken)
      }),
      { numRuns: runs },
    )
    // Neither answer may be rare, or the property says nothing.
    expect(taken).toBeGreaterThan(runs / 50)
    expect(taken).toBeLessThan(runs * 0.9)
  })

  it('takes the samples', () => {
    expect(isValid(schema, leastEvent)).toBe(true)
    expect(isValid(schema, fullEvent)).toBe(true)
  })

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })

  it('says what each member of the event is for', () => {
    const undescribed = Object.entries(schema.properties as Record<string, { description?: string }>).filter(
      ([, inner]) => !inner.description,
    )
    expect(undescribed.map(([name]) => name)).toEqual([])
  })
})
