import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  checkCatalogue,
  checkEvent,
  compileCatalogue,
  type Json,
  type PartialEvent,
  parseCatalogue,
  renderSentence,
} from '@daybook/core'
import { describe, expect, test } from 'vitest'
import { compileMapping } from '../../../packages/server/src/command/import/compile-mapping.ts'
import catalogue from '../daybook.catalogue.ts'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const mapping = compileMapping(JSON.parse(readFileSync(path('../mapping.json'), 'utf8')))
const compiled = compileCatalogue(parseCatalogue(JSON.parse(JSON.stringify(catalogue))))
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')
const eventOf = (line: string) => mapping.map(JSON.parse(line)) as PartialEvent & { readonly id: string }
const sentenceOf = (line: string): string => renderSentence(eventOf(line), compiled)

const sample = linesOf(readFileSync(path('../sample.ndjson'), 'utf8'))

test('every line of the sample becomes an event of its own that nothing refuses, and nothing in it is left unread', () => {
  const ids = sample.map((line) => {
    const event = eventOf(line)
    expect(checkEvent(event), line).toBeUndefined()
    return event.id
  })
  expect(new Set(ids).size).toBe(sample.length)
  const members = new Set(sample.flatMap((line) => Object.keys(JSON.parse(line))))
  expect([...members].filter((name) => !mapping.reads?.has(name))).toEqual([])
})

test('the catalogue has nothing that its check would complain about', () => {
  expect(checkCatalogue(catalogue)).toEqual([])
})

describe('the history reads as a person would say it', () => {
  const sentences: readonly (readonly [what: string, line: number, sentence: string])[] = [
    [
      'a creation with many fields',
      102,
      'Tomasz Bielak created P-124 “Volunteer days” as Draft, with Author #01923b, Type Policy, Creation date 2021-09-06, Content type text/markdown, Sponsor #31a0b2c9d4 and 2 more fields',
    ],
    [
      'a bulk edit with a reason',
      57,
      'Jun Hayashi removed the content type of P-100 (was text/markdown), in one edit of 21 proposals (All proposals: remove the content type, everything is Markdown now)',
    ],
    ['a misspelt status', 18, 'Marta Quiroga changed P-102 from Draft to Acepted'],
    ['a deletion', 29, 'Marta Quiroga deleted P-111 (Number given twice.)'],
    [
      'a restoration',
      30,
      'Marta Quiroga restored P-111: Title from “Spare keys and who holds them” to “Spare keys”, Author from #0139a2 to #0139b0, Requirement set to P-110, Content type removed',
    ],
    ['a value removed', 130, 'Tomasz Bielak removed the start date of P-118 (was 2023-09)'],
    [
      'several changes at once',
      116,
      'Ingrid Aalto changed P-125: Status from Draft to Accepted, Resolution set to Minutes of 4 May, item 1, Post history set to 2023-04-20',
    ],
    ['a status moved backward', 27, 'Tomasz Bielak changed P-105 from Final to Draft'],
    ['a change applied by another person', 43, 'Marta Quiroga changed P-109 from Draught to Draft, applied by Ingrid Aalto'],
    [
      'a long text',
      105,
      'Paulo Reis changed the summary of P-122 from “The ovens are lit at three in the morning and stay lit unti…” to “Light the ovens at four, in two groups; measured saving: a…”',
    ],
    ['a value set for the first time', 44, 'Marta Quiroga set the delegate of P-110 to #77c0de19aa'],
    [
      'a title changed',
      8,
      'Tomasz Bielak changed the title of P-101 from “Two people for every refund” to “Two people approve every refund”',
    ],
  ]
  test.each(sentences)('%s (line %i of the sample)', (_, line, sentence) => {
    expect(sentenceOf(sample[line - 1] ?? '')).toBe(sentence)
  })

  test('a change of the status alone says who, what, from what and to what, and nothing else', () => {
    const line = {
      actor: { type: 'user', id: 'Person 0042' },
      action: 'proposal.changed',
      object: { type: 'proposal', id: 'PEP-572' },
    }
    const changes = [{ field: 'status', before: 'Draft', after: 'Accepted' }]
    for (const batch_size of [1, 40]) {
      expect(sentenceOf(JSON.stringify({ ...line, changes, batch: 'b', batch_size, reason: 'Because.' }))).toBe(
        'Person 0042 changed PEP-572 from Draft to Accepted',
      )
    }
  })
})

describe('a history of other things, in the same shape', () => {
  const from = (line: object): Json => JSON.parse(JSON.stringify({ ...ticket, ...line }))
  const ticket = {
    id: 't:1',
    ts: '2020-01-01T00:00:00Z',
    actor: { type: 'user', id: 'Agent 07' },
    action: 'ticket.closed',
    object: { type: 'ticket', id: 'T-1' },
  }
  const read = (line: object): string => {
    const event = mapping.map(from(line)) as PartialEvent
    expect(checkEvent(event)).toBeUndefined()
    return renderSentence(event, compiled)
  }

  test('reads by its own words, with records called what they are', () => {
    expect(read({})).toBe('Agent 07 closed Ticket T-1')
    expect(read({ object: { type: 'ticket', id: 77, name: 'Printer on fire' } })).toBe('Agent 07 closed Printer on fire')
    expect(read({ actor: { type: 'bot', id: 'stale' }, action: 'closed' })).toBe('stale (automation) closed Ticket T-1')
    expect(read({ batch: 12, batch_size: '3', changes: [{ field: 'tier', before: 1, after: 2 }] })).toBe(
      'Agent 07 closed Ticket T-1: Tier from 1 to 2',
    )
  })

  test('a value that is spelt “none” is a value', () => {
    const changes = [{ field: 'severity', before: 'high', after: 'none' }]
    expect(read({ action: 'proposal.changed', object: { type: 'proposal', id: 'P-1' }, changes })).toBe(
      'Agent 07 changed Severity of P-1 from high to none',
    )
  })

  test('automations are not taken for people', () => {
    const event = mapping.map(from({ actor: { type: 'automation', id: 'stale' } })) as PartialEvent
    expect(event.source?.type).toBe('automation')
  })

  test.each([
    ['a record that is no object', { object: 'T-1' }, '/object/type'],
    ['a record without an id', { object: { type: 'ticket' } }, '/object/id'],
    ['a person who is no object', { applied_by: 'Agent 08' }, '/related/0/type'],
    ['a change without a field', { changes: [{ before: 1, after: 2 }] }, '/changes/0/field'],
    ['a kind of actor that is none', { actor: { type: 'ghost', id: 'g' } }, '/actor/type'],
  ])('%s is refused by name, and nothing of it is lost in silence', (_, line, pointer) => {
    expect(checkEvent(mapping.map(from(line)))?.pointer).toBe(pointer)
  })
})

/** A history that this repository does not carry: 26 years of the Python Enhancement Proposals. */
const history = path('../../../../shared/data/peps-history.jsonl.gz')

describe.skipIf(!existsSync(history))(
  'the history of the Python Enhancement Proposals, where it lies beside the repository',
  () => {
    const lines = existsSync(history) ? linesOf(gunzipSync(readFileSync(history)).toString('utf8')) : []
    const said = (n: number): string => sentenceOf(lines[n - 1] ?? '')

    test('becomes 4,882 events that nothing refuses', () => {
      expect(lines).toHaveLength(4882)
      for (const line of lines) expect(checkEvent(eventOf(line)), line).toBeUndefined()
      expect(new Set(lines.map((line) => eventOf(line).id)).size).toBe(lines.length)
    })

    test.each([
      [4, 'Person 0001 created PEP-201 “Parallel Iteration” as Draft, with Python version 2.0'],
      [
        2668,
        "Person 0031 changed the creation date of PEP-13 from 2018-12-16 to 16-Dec-2018, in one edit of 122 proposals (Many PEPs: Normalize the 'Created' field (#1805))",
      ],
      [1235, 'Person 0032 changed PEP-3150 from Deferred to Withdrawal'],
      [646, 'Person 0033 deleted PEP-3000 (Move PEP 3000 to PEP 3100.)'],
      [
        650,
        'Person 0007 restored PEP-3000: Title from “Python 3.0 Plans” to “Python 3000”, Author from #49a31011ac to #5617b0213f, Status from Draft to Active, Type from Informational to Process, Creation date from 20-Aug-2004 to 05-Apr-2006',
      ],
      [3784, 'Person 0145 removed the content type of PEP-647 (was text/x-rst)'],
      [2141, 'Person 0100 changed PEP-563: Title removed, Post history set to 1-Nov-2017'],
      [583, 'Person 0032 changed PEP-343 from Accepted to Draft'],
      [1189, 'Person 0048 changed the author of PEP-335 from #79cb73834b to #54c2e8c2fc, applied by Person 0047'],
      [
        1583,
        'Person 0032 changed the creation date of PEP-458 from 27-Sep-2013 integration. Projects include Python libraries,… to 27-Sep-2013',
      ],
      [1059, 'Person 0018 set PEP-382 to Active'],
      [30, 'Person 0001 changed PEP-201 from Draft to Accepted'],
    ])('line %i reads as a person would say it', (line, sentence) => {
      expect(said(line)).toBe(sentence)
    })

    test('every change of the status alone reads "who changed what from … to …"', () => {
      for (const line of lines) {
        const { actor, action, object, changes, applied_by } = JSON.parse(line)
        const [only, ...others] = changes
        if (action !== 'proposal.changed' || only?.field !== 'status' || others.length > 0 || only.before === null) continue
        const by = applied_by ? `, applied by ${applied_by.id}` : ''
        expect(sentenceOf(line)).toBe(`${actor.id} changed ${object.id} from ${only.before} to ${only.after}${by}`)
      }
    })
  },
)
