import { expect, test } from 'vitest'
import { formatsFor } from '../../src/widget/formats.ts'

test('on a page in another language numbers are written as there, and no word of it stands between ours', () => {
  const german = formatsFor('de-DE')
  expect(german.count(12345)).toBe('12.345')
  expect(german.list(['Finance', 'Legal', 'Support'])).toBe('Finance, Legal and Support')
  expect(formatsFor('en-US').list(['Finance', 'Legal', 'Support'])).toBe('Finance, Legal, and Support')
})
