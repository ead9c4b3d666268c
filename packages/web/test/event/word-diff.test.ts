import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffWords } from '../../src/event/word-diff.ts'

const shown = (before: string, after: string) =>
  diffWords(before, after)
    ?.map((run) => (run.kind === 'same' ? run.text : run.kind === 'removed' ? `[-${run.text}-]` : `{+${run.text}+}`))
    .join('')

test('a word put in and a word taken out are marked, the rest is left', () => {
  expect(shown('The order waits for finance to check it', 'The order waits for legal to check it again')).toBe(
    'The order waits for [-finance-]{+legal+} to check it{+ again+}',
  )
})

test('the runs of a diff put both texts together again, whatever the texts', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'été', 'e\u0301', '。', ' ', '\n', ',', "it's", '😀')
  const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const runs = diffWords(before, after)
      if (!runs) return
      const without = (kind: string) => runs.flatMap((run) => (run.kind === kind ? [] : [run.text])).join('')
      expect(without('added')).toBe(before)
      expect(without('removed')).toBe(after)
    }),
  )
})

test('texts with nothing in common are shown whole instead', () => {
  expect(diffWords('entirely one thing here', 'something else altogether now')).toBeUndefined()
})

test('texts too long to compare are shown whole instead of stopping the page', () => {
  const long = (word: string) => Array.from({ length: 4000 }, (_, i) => `${word}${i}`).join(' ')
  expect(diffWords(long('a'), long('b'))).toBeUndefined()
})
