import { describe, expect, it } from 'vitest'
import { decimalOf, decimalOfNumber } from '../../src/query/decimal.ts'
import { foldText } from '../../src/query/fold-text.ts'
import { searchWords } from '../../src/query/search-words.ts'

const cut: readonly (readonly [text: string, words: string])[] = [
  ['Maria Lopez, Order #1842', 'maria lopez order 1842'],
  ["O'Brien-Smith", 'o brien smith'],
  ['unit_price 1200.50', 'unit price 1200 50'],
  ['María LÓPEZ', 'maria lopez'],
  ['Straße STRASSE ẞ', 'strasse strasse ss'],
  ['İstanbul ısparta ISPARTA', 'istanbul isparta isparta'],
  ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
  ['Ｆｕｌｌ　１２', 'full 12'],
  ['ﬁnance ﬀ ſ Ǆ', 'finance ff s dz'],
  ['Łukasz Sørensen Đặng Æsir', 'lukasz sorensen dang aesir'],
  ['Ёлкин Андрей Київ', 'елкин андрей київ'],
  ['ά̈', 'α'],
  ['שָׁלוֹם', 'שלום'],
  ['أَحْمَد مُحَمَّد ١٨٤٢', 'احمد محمد 1842'],
  ['हिन्दी भाषा', 'हिन्दी भाषा'],
  ['தமிழ்', 'தமிழ்'],
  ['한국어 서울', '한국어 서울'],
  ['東京都', '東 東京 京 京都 都'],
  ['山A田', '山 a 田'],
  ['カード ｶﾞ', 'カ カー ー ード ド ガ'],
  ['𠮷野', '𠮷 𠮷野 野'],
  ['สวัสดี', 'ส สวั วั วัส ส สดี ดี'],
  ['so\u00adft zero\u200bwidth', 'soft zerowidth'],
  ['👍 — €', ''],
  ['', ''],
]

describe('words of a text', () => {
  it.each(cut)('%s', (text, words) => {
    expect(searchWords(text).join(' ')).toBe(words)
  })

  it('are the same for a text in any normal form, and for the words again', () => {
    for (const [text, words] of cut) {
      for (const form of ['NFC', 'NFD'] as const) expect(searchWords(text.normalize(form)).join(' ')).toBe(words)
      for (const word of searchWords(text)) expect(searchWords(text)).toEqual(expect.arrayContaining([...searchWords(word)]))
    }
  })

  it('folding is done once and for all, for every letter, mark and digit but those of Chinese and Korean', () => {
    const unstable: string[] = []
    for (let point = 0; point <= 0x1_ffff; point++) {
      if (!/[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(point))) continue
      if ((point >= 0x3400 && point < 0xa000) || (point >= 0xac00 && point < 0xd800)) continue
      const folded = foldText(`a${String.fromCodePoint(point)}b`)
      if (foldText(folded) !== folded) unstable.push(point.toString(16))
    }
    expect(unstable).toEqual([])
  })
})

describe('decimals', () => {
  it.each([
    ['1200.50', '1200.5'],
    ['0', '0'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['-5', '-5'],
    ['100', '100'],
    ['0.050', '0.05'],
    ['007', undefined],
    ['+5', undefined],
    ['1e3', undefined],
    ['1,200', undefined],
    ['.5', undefined],
    ['5.', undefined],
    ['', undefined],
    ['１２', undefined],
  ])('%s', (text, decimal) => {
    expect(decimalOf(text)).toBe(decimal)
  })

  it.each([
    [1200.5, '1200.5'],
    [-0, '0'],
    [1e21, `1${'0'.repeat(21)}`],
    [1.5e-7, '0.00000015'],
    [-1.25e22, `-125${'0'.repeat(20)}`],
  ])('of the number %s', (number, decimal) => {
    expect(decimalOfNumber(number)).toBe(decimal)
  })
})
