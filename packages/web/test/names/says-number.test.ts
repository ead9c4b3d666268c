import { expect, test } from 'vitest'
import { saysNumber } from '../../src/names/says-number.ts'

test('a number that stands in the name is not said beside it', () => {
  for (const [name, id] of [
    ['Order #1842', '1842'],
    ['Refund #31', 'r_31'],
    ['PEP-572', 'pep-572'],
  ] as const)
    expect(saysNumber(name, id)).toBe(true)
  for (const [name, id] of [
    ['River Table Deli', '482'],
    ['Refund #311', 'r_31'],
    ['Pressa 2-group', 'p_12'],
    ['Acme', 'acme'],
  ] as const)
    expect(saysNumber(name, id)).toBe(false)
})
