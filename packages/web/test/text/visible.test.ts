import { expect, test } from 'vitest'
import { safeAddress } from '../../src/text/safe-address.ts'
import { visible } from '../../src/text/visible.ts'

test('a direction override is shown as a mark, never obeyed', () => {
  expect(visible('invoice\u202efdp.exe')).toEqual([{ text: 'invoice' }, { mark: 'RLO', code: 'U+202E' }, { text: 'fdp.exe' }])
})

test('zero-width spaces, controls and tag characters are shown', () => {
  const marks = visible('a\u200bb\u0007c\u{e0041}d\ufeff').flatMap((run) => ('mark' in run ? [run.mark] : []))
  expect(marks).toEqual(['ZWSP', 'U+0007', 'U+E0041', 'BOM'])
})

test('joiners that scripts and emoji need, line ends and tabs stay as they are', () => {
  const text = 'می\u200cخواهم 👩\u200d💻\n\tx'
  expect(visible(text)).toEqual([{ text }])
})

test('only absolute web and mail addresses become links', () => {
  expect(safeAddress('https://crm.example/orders/1842')).toBe('https://crm.example/orders/1842')
  expect(safeAddress('mailto:maria@example.com')).toBe('mailto:maria@example.com')
  for (const address of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    '/orders',
    'file:///etc/passwd',
    '',
  ])
    expect(safeAddress(address)).toBeUndefined()
})
