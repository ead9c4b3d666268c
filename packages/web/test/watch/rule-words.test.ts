import { expect, test } from 'vitest'
import { sayRule } from '../../src/watch/rule-words.ts'

const settings = {
  name: 'Orders',
  atLeast: 1,
  withinMinutes: 10,
  cooldownMinutes: 60,
  to: [{ kind: 'mail', address: 'ops@example.com' }],
} as const
const unnamed = () => undefined

test('words that are looked for stand in marks once, and everything else of a rule does too', () => {
  expect(sayRule({ ...settings, q: '1842', lane: 'all' }, unnamed)).toBe(
    'When an event matches “1842”, show it here and tell ops@example.com.',
  )
  expect(sayRule({ ...settings, q: '1842', lane: 'business' }, unnamed)).toBe(
    'When an event matches “1842” (Business), show it here and tell ops@example.com.',
  )
  expect(sayRule({ ...settings, q: '', lane: 'all', atLeast: 5 }, unnamed)).toBe(
    'When at least 5 events match “anything” within 10 minutes, show it here and tell ops@example.com.',
  )
  expect(sayRule({ ...settings, q: '1842', lane: 'all', to: [] }, unnamed)).toBe('When an event matches “1842”, show it here.')
})
