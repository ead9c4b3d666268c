import { expect, test } from 'vitest'
import type { SentencePiece } from '../../src/api/event-view.ts'
import { sentenceText } from '../../src/text/told.ts'

const maria = { type: 'user', id: 'u_7', name: 'Maria' } as const
const text = (words: string): SentencePiece => ({ kind: 'text', text: words })
const told = (...parts: readonly SentencePiece[]) => sentenceText({ sentence: '', parts, actor: maria })

test('who did it is said before the full stop, where the sentence does not say it', () => {
  const status = [{ kind: 'object', text: 'Order #1842' }, text(' changed from '), { kind: 'before', text: 'Held' }] as const
  expect(told(...status, text(' to '), { kind: 'after', text: 'Approved' }, text('.'))).toBe(
    'Order #1842 changed from Held to Approved by Maria.',
  )
  expect(told({ kind: 'object', text: 'Order #1842' }, text(' was approved'))).toBe('Order #1842 was approved by Maria')
  expect(told(text('Order approved: '), { kind: 'object', text: 'Order #1842' })).toBe('Order approved: Order #1842 by Maria')
})

test('a reason stays in the words of whoever gave it', () => {
  expect(told({ kind: 'object', text: 'Ticket #77' }, text(' was closed: '), { kind: 'reason', text: 'Solved' }, text('.'))).toBe(
    'Ticket #77 was closed by Maria: Solved.',
  )
})

test('a sentence that names its actor, or has no parts, is left as it is', () => {
  expect(told({ kind: 'actor', text: 'Maria' }, text(' approved it.'))).toBe('Maria approved it.')
  expect(told({ kind: 'customer', text: 'Otter Deli' }, text(' opened Ticket #77.'))).toBe('Otter Deli opened Ticket #77.')
  expect(sentenceText({ sentence: 'It was removed.' })).toBe('It was removed.')
})

test('days, times and amounts are written anew from what was recorded', () => {
  expect(
    told(
      { kind: 'actor', text: 'Maria' },
      text(' moved it to '),
      { kind: 'after', text: '2026/5/3', value: { kind: 'day', recorded: '2026-05-03' } },
      text(' at '),
      { kind: 'after', text: 'EUR 1200.5', value: { kind: 'decimal', recorded: '1200.50', currency: 'EUR' } },
      text(', seen '),
      { kind: 'after', text: '?', value: { kind: 'moment', recorded: '2026-05-03T10:00:00+02:00' } },
    ),
  ).toMatch(/^Maria moved it to (?:3 May|May 3,) 2026 at €1,200\.50, seen (?=.*\b3\b)(?=.*May).* 2026, \d?\d:00.*$/)
})
