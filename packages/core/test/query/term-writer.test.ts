import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Searchable } from '../../src/query/query.ts'
import { type SlotTerm, TermWriter, termsOf } from '../../src/query/terms-of.ts'
import { someEvent } from './arbitrary-events.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

const writtenBy = (writer: TermWriter, event: Searchable): readonly string[] => {
  const terms = new Set<string>()
  writer.write(event, (slot, lines) => {
    for (const term of lines.split('\n')) if (term !== '') terms.add(`${slot} ${term}`)
  })
  return [...terms].sort()
}

const plain = (terms: readonly SlotTerm[]): readonly string[] => terms.map(({ slot, term }) => `${slot} ${term}`).sort()

/** What is remembered must make no event look like the one before it. */
const expectAsFresh = (events: readonly Searchable[]): void => {
  const writer = new TermWriter()
  for (const event of [...events, ...events, ...events]) expect(writtenBy(writer, event)).toEqual(plain(termsOf(event)))
}

const event = (parts: Omit<Searchable, 'seq' | 'defects'>): Searchable => ({ seq: 0, defects: [], ...parts })

describe(`a writer of terms that remembers (seed ${seed})`, () => {
  it('writes of every event what one does that remembers nothing', () => {
    fc.assert(fc.property(fc.array(someEvent, { minLength: 4, maxLength: 12 }), expectAsFresh), { seed, numRuns: 100 })
  })

  it('tells people apart who have one id: by name, roles, kind, address and whom they act for', () => {
    const maria = { type: 'user', id: 'u_7', name: 'María López', roles: ['Support'] } as const
    expectAsFresh([
      event({ actor: maria }),
      event({ actor: { ...maria, name: 'Marie Lopez' } }),
      event({ actor: { ...maria, roles: ['Support', 'Team lead'] } }),
      event({ actor: { ...maria, roles: ['Team lead'] } }),
      event({ actor: { type: 'user', id: 'u_7', name: 'María López' } }),
      event({ actor: { ...maria, type: 'integration' } }),
      event({ actor: { ...maria, email: 'maria@example.com' } }),
      event({ actor: { ...maria, onBehalfOf: { type: 'user', id: 'u_8', name: 'Jo Roe' } } }),
      event({ actor: { name: 'María López' } }),
    ])
  })

  it('tells sources, organizations and customers apart that share an id or a name', () => {
    expectAsFresh([
      event({ source: { type: 'api', name: 'Partner' } }),
      event({ source: { type: 'integration', name: 'Partner' } }),
      event({ source: { type: 'integration', id: 'Partner' } }),
      event({ source: { type: 'integration', id: 'p1', name: 'Partner', ip: '198.51.100.7' } }),
      event({ organization: { id: 'org_1', name: 'Amber Group' } }),
      event({ organization: { id: 'org_1', name: 'Basalt Group' } }),
      event({ organization: { id: 'org_1' }, customer: { id: 'c_1', name: 'Flint Ltd' } }),
      event({ customer: { id: 'c_2', name: 'Flint Ltd' } }),
      event({ customer: { id: 'c_1', name: 'Garnet Ltd' } }),
      event({ customer: { id: 'c_1' } }),
    ])
  })

  it('tells fields apart that are labelled or declared in several ways', () => {
    const change = { field: 'stage', before: 'draft', after: 'In review' }
    expectAsFresh([
      event({ changes: [change] }),
      event({ changes: [{ ...change, label: 'Stage of the deal' }] }),
      event({ changes: [{ ...change, kind: 'status' }] }),
      event({ changes: [{ ...change, kind: 'status', label: 'Stage of the deal' }] }),
      event({ changes: [{ ...change, after: '1200.50' }, change] }),
      event({ changes: [{ ...change, after: ['a b', 12, null, true] }] }),
      event({ changes: [{ ...change, field: 'status' }] }),
      event({ changes: [{ ...change, treated: 'tokenize', after: 'tok1:abc' }] }),
    ])
  })

  it('writes the same of fields that have more values than are remembered', () => {
    const writer = new TermWriter()
    const set = (at: number) => event({ changes: [{ field: `field_${at % 20}`, after: `value ${at}` }] })
    for (let at = 0; at < 45_000; at++) for (let time = 0; time < 2; time++) writer.write(set(at), () => {})
    for (const at of [0, 39_999, 40_000, 44_999]) expect(writtenBy(writer, set(at))).toEqual(plain(termsOf(set(at))))
  })
})
