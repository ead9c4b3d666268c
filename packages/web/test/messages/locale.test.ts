import { expect, test } from 'vitest'
import { localeFor } from '../../src/messages/messages.ts'

test('numbers and dates are written as in the reader’s country where our language is their first, else day before month', () => {
  expect(localeFor(['en-US', 'en'])).toBe('en-US')
  expect(localeFor(['en-AU'])).toBe('en-AU')
  expect(localeFor(['en'])).toBe('en-GB')
  expect(localeFor(['de-DE', 'de', 'en-US', 'en'])).toBe('en-GB')
  expect(localeFor(['sv'])).toBe('en-GB')
  expect(localeFor([])).toBe('en-GB')
})
