import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { actorTypes, decisions, outcomes, sourceTypes, treatmentMarks } from '../../src/event/event.ts'
import { eventShape } from '../../src/event/event-shape.ts'
import { fullEvent, leastEvent, withValue } from './sample-events.ts'

const change = (edit: object) => ({ ...leastEvent, changes: [{ field: 'status', ...edit }] })

describe('an event is taken', () => {
  it.each([
    ['that says the least', leastEvent],
    ['that says everything', fullEvent],
    ['with an upper-case UUID', { ...leastEvent, id: leastEvent.id.toUpperCase() }],
    ['with a UUID of version 4', { ...leastEvent, id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' }],
    ['with a UUID of an older variant', { ...leastEvent, id: '6ba7b810-9dad-11d1-c0b4-00c04fd430c8' }],
    ['with an action of three parts', { ...leastEvent, action: 'crm2.order_line.price_changed' }],
    ['that says events were lost', { ...leastEvent, action: 'trail.gap' }],
    ['whose action only starts like the trail', { ...leastEvent, action: 'trailer.sold' }],
    ['from a person, the source unnamed', { ...leastEvent, source: { type: 'user_action' } }],
    ['from a person, the source named by an empty text', { ...leastEvent, source: { type: 'admin_action', name: '' } }],
    ['with empty lists', { ...leastEvent, changes: [], related: [], actor: { ...leastEvent.actor, roles: [] } }],
    ['with a related record whose part is not said', { ...leastEvent, related: [{ type: 'order', id: '1' }] }],
    ['with a change to null', change({ before: 'x', after: null })],
    ['with a first value', change({ after: 0 })],
    ['with a removed value', change({ before: { deep: [1, { er: [] }] } })],
    ['with an omitted change', change({ treated: 'omit' })],
    ['with numbers of nothing', { ...leastEvent, count: 0, producer: { id: 'p', seq: 0 } }],
    ['that was denied without saying why', { ...leastEvent, outcome: 'denied' }],
    ['that failed with an empty error', { ...leastEvent, outcome: 'failure', error: {} }],
    ['with odd names of types', { ...leastEvent, object: { type: 'Sales Order/Ærø', id: ' ', name: '' } }],
    ['with a context of nothing', { ...leastEvent, context: {} }],
    ['with a relative link', { ...leastEvent, object: { type: 'order', id: '1', url: 'orders/1?data:x' } }],
  ])('%s', (_, event) => {
    expect(checkEvent(event)).toBeUndefined()
  })

  it('with each value of each closed list', () => {
    for (const type of actorTypes) expect(checkEvent({ ...leastEvent, actor: { type, id: 'x' } })).toBeUndefined()
    for (const type of sourceTypes) expect(checkEvent({ ...leastEvent, source: { type, name: 'x' } })).toBeUndefined()
    for (const decision of decisions)
      expect(checkEvent({ ...leastEvent, workflow: { type: 'x', id: 'x', decision } })).toBeUndefined()
    for (const outcome of outcomes) expect(checkEvent({ ...leastEvent, outcome })).toBeUndefined()
    for (const treated of treatmentMarks.slice(1)) expect(checkEvent(change({ after: '*', treated }))).toBeUndefined()
  })
})

const refused: readonly (readonly [event: unknown, code: string, pointer: string])[] = [
  [undefined, 'not_an_object', ''],
  [null, 'not_an_object', ''],
  [[leastEvent], 'not_an_object', ''],
  ['event', 'not_an_object', ''],
  // ids
  [{ ...leastEvent, id: '' }, 'bad_id', '/id'],
  [{ ...leastEvent, id: '1842' }, 'bad_id', '/id'],
  [{ ...leastEvent, id: `{${leastEvent.id}}` }, 'bad_id', '/id'],
  [{ ...leastEvent, id: `urn:uuid:${leastEvent.id}` }, 'bad_id', '/id'],
  [{ ...leastEvent, id: `${leastEvent.id}\n` }, 'bad_id', '/id'],
  [{ ...leastEvent, id: leastEvent.id.replaceAll('-', '') }, 'bad_id', '/id'],
  [{ ...leastEvent, id: '00000000-0000-0000-0000-000000000000' }, 'bad_id', '/id'],
  [{ ...leastEvent, id: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' }, 'bad_id', '/id'],
  [{ ...leastEvent, id: 7 }, 'wrong_type', '/id'],
  [{ ...leastEvent, causedBy: 'the other one' }, 'bad_id', '/causedBy'],
  // actions
  [{ ...leastEvent, action: 'approved' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: '' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'Order.approved' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'order.' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'order..approved' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'order.approved ' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'order-approved' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: '1order.approved' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'bestellung.geprüft' }, 'bad_action', '/action'],
  [{ ...leastEvent, action: 'trail.erased' }, 'reserved_action', '/action'],
  [{ ...leastEvent, action: 'trail.gap.closed' }, 'reserved_action', '/action'],
  [{ ...leastEvent, action: 'trail.gap_closed' }, 'reserved_action', '/action'],
  // members that are missing, strange or not the producer's
  [withValue(leastEvent, ['id'], undefined), 'missing_member', '/id'],
  [withValue(leastEvent, ['action'], undefined), 'missing_member', '/action'],
  [withValue(leastEvent, ['occurredAt'], undefined), 'missing_member', '/occurredAt'],
  [withValue(leastEvent, ['actor'], undefined), 'missing_member', '/actor'],
  [withValue(leastEvent, ['actor', 'id'], undefined), 'missing_member', '/actor/id'],
  [{ ...leastEvent, actor: { ...leastEvent.actor, onBehalfOf: { type: 'user' } } }, 'missing_member', '/actor/onBehalfOf/id'],
  [{ ...leastEvent, object: { type: 'order' } }, 'missing_member', '/object/id'],
  [{ ...leastEvent, related: [{ type: 'a', id: 'b' }, { id: 'b' }] }, 'missing_member', '/related/1/type'],
  [{ ...leastEvent, producer: { id: 'p' } }, 'missing_member', '/producer/seq'],
  [{ ...leastEvent, colour: 'red' }, 'unknown_member', '/colour'],
  [{ ...leastEvent, 'a/b~c': 1 }, 'unknown_member', '/a~1b~0c'],
  [{ ...leastEvent, constructor: {} }, 'unknown_member', '/constructor'],
  [{ ...leastEvent, toString: 1 }, 'unknown_member', '/toString'],
  [{ ...leastEvent, ['n'.repeat(129)]: 1 }, 'unknown_member', ''],
  [{ ...leastEvent, actor: { ...leastEvent.actor, phone: '1' } }, 'unknown_member', '/actor/phone'],
  [change({ after: 1, from: 2 }), 'unknown_member', '/changes/0/from'],
  ...eventShape.reserved!.map((name) => [{ ...leastEvent, [name]: 1 }, 'reserved_member', `/${name}`] as const),
  // types and values
  [{ ...leastEvent, actor: 'u_7' }, 'wrong_type', '/actor'],
  [{ ...leastEvent, actor: [] }, 'wrong_type', '/actor'],
  [{ ...leastEvent, actor: null }, 'wrong_type', '/actor'],
  [{ ...leastEvent, actor: { type: 'user', id: 7 } }, 'wrong_type', '/actor/id'],
  [{ ...leastEvent, actor: { type: 'user', id: '' } }, 'wrong_value', '/actor/id'],
  [{ ...leastEvent, actor: { type: 'person', id: 'x' } }, 'wrong_value', '/actor/type'],
  [{ ...leastEvent, actor: { type: 'User', id: 'x' } }, 'wrong_value', '/actor/type'],
  [{ ...leastEvent, actor: { type: 1, id: 'x' } }, 'wrong_type', '/actor/type'],
  [{ ...leastEvent, actor: { ...leastEvent.actor, roles: 'admin' } }, 'wrong_type', '/actor/roles'],
  [{ ...leastEvent, actor: { ...leastEvent.actor, roles: ['a', 1] } }, 'wrong_type', '/actor/roles/1'],
  [{ ...leastEvent, source: { type: 'cron', name: 'x' } }, 'wrong_value', '/source/type'],
  [{ ...leastEvent, outcome: 'ok' }, 'wrong_value', '/outcome'],
  [{ ...leastEvent, workflow: { type: 'x', id: 'y', decision: 'maybe' } }, 'wrong_value', '/workflow/decision'],
  [{ ...leastEvent, count: -1 }, 'wrong_value', '/count'],
  [{ ...leastEvent, count: 1.5 }, 'wrong_value', '/count'],
  [{ ...leastEvent, count: '1' }, 'wrong_type', '/count'],
  [{ ...leastEvent, producer: { id: 'p', seq: -1 } }, 'wrong_value', '/producer/seq'],
  [{ ...leastEvent, history: false }, 'wrong_value', '/history'],
  [{ ...leastEvent, context: [] }, 'wrong_type', '/context'],
  [{ ...leastEvent, reason: null }, 'wrong_type', '/reason'],
  [{ ...leastEvent, changes: {} }, 'wrong_type', '/changes'],
  [{ ...leastEvent, changes: [null] }, 'wrong_type', '/changes/0'],
  [change({ after: 1, treated: 'hidden' }), 'wrong_value', '/changes/0/treated'],
  // what members ask of one another
  [change({}), 'missing_member', '/changes/0'],
  [change({ treated: 'mask' }), 'missing_member', '/changes/0'],
  [change({ treated: 'omit', before: 'secret' }), 'wrong_value', '/changes/0/before'],
  [change({ treated: 'omit', after: null }), 'wrong_value', '/changes/0/after'],
  [{ ...leastEvent, error: { message: 'x' } }, 'wrong_value', '/error'],
  [{ ...leastEvent, outcome: 'success', error: {} }, 'wrong_value', '/error'],
  ...sourceTypes
    .filter((type) => type !== 'user_action' && type !== 'admin_action')
    .flatMap((type) => [
      [{ ...leastEvent, source: { type } }, 'missing_member', '/source/name'] as const,
      [{ ...leastEvent, source: { type, id: 'x', name: '' } }, 'missing_member', '/source/name'] as const,
    ]),
]

describe('an event is refused', () => {
  it.each(refused.map(([event, code, pointer]) => [code, pointer, event] as const))('as %s at %j: %j', (code, pointer, event) => {
    expect(checkEvent(event)).toMatchObject({ code, pointer, detail: expect.stringMatching(/^[A-Z"].*\.$/) })
  })

  it.each(['occurred_at', 'occurredat', 'Occurred-At', 'correlation_id', 'correlationID', 'caused_by', 'onbehalfof'])(
    'with the name it probably means: %s',
    (name) => {
      const detail = checkEvent({ ...leastEvent, [name]: 'x' })?.detail
      if (name === 'onbehalfof') expect(detail).toContain('context')
      else
        expect(detail).toMatch(
          /^Daybook has no such member here\. If "(occurredAt|correlationId|causedBy)" is meant, write it so\.$/,
        )
    },
  )

  it('without repeating a value that was sent', () => {
    const secret = 'hunter2'
    for (const path of [
      ['id'],
      ['action'],
      ['occurredAt'],
      ['actor', 'type'],
      ['source', 'type'],
      ['outcome'],
      ['count'],
      ['changes', 0, 'treated'],
    ]) {
      const problem = checkEvent(withValue(fullEvent, path, secret))
      expect(problem).toBeDefined()
      expect(JSON.stringify(problem)).not.toContain(secret)
    }
  })

  it('where a link would run a program, however it is spelled', () => {
    const scheme = fc
      .tuple(
        fc.constantFrom('javascript:', 'vbscript:', 'data:', 'https:', 'mailto:', 'java:', 'date:'),
        fc.infiniteStream(fc.tuple(fc.constantFrom('', '', '', '\t', '\n', '\r'), fc.boolean())),
        fc.constantFrom('', ' ', '\u0000', '\u0001 \n', '\u001f\t'),
      )
      .map(([word, twists, before]) => {
        const letters = [...word].map((letter, i) => [letter, [...twists.take(word.length)][i] ?? ['', false]] as const)
        return `${before}${letters.map(([letter, [gap, upper]]) => gap + (upper ? letter.toUpperCase() : letter)).join('')}//x`
      })
    fc.assert(
      fc.property(scheme, (url) => {
        // What a browser would follow, by the URL standard itself.
        const isProgram = URL.canParse(url) && ['javascript:', 'vbscript:', 'data:'].includes(new URL(url).protocol)
        expect(checkEvent({ ...leastEvent, object: { type: 'o', id: '1', url } })?.code).toBe(
          isProgram ? 'wrong_value' : undefined,
        )
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('checkEvent', () => {
  it('answers for anything at all, and never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({ withDate: true, withMap: true, withNullPrototype: true, withBigInt: true, withSparseArray: true }),
        (value) => {
          expect(checkEvent(value)).toMatchObject({ code: expect.any(String), pointer: expect.any(String) })
          for (const name of Object.keys(eventShape.members)) checkEvent({ ...fullEvent, [name]: value })
        },
      ),
    )
  })
})
