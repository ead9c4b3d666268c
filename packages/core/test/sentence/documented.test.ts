import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { ActionDeclaration } from '../../src/catalogue/catalogue.ts'
import { compileCatalogue } from '../../src/catalogue/compile-catalogue.ts'
import { sentenceArguments } from '../../src/sentence/arguments.ts'
import type { PartialEvent } from '../../src/sentence/part.ts'
import { renderSentence } from '../../src/sentence/render-sentence.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/sentences.md'), 'utf8')
const examples = [...page.matchAll(/^```json sentence\n([\s\S]*?)^```$/gm)].map(([, json = '']) => JSON.parse(json) as Example)
interface Example {
  readonly action?: ActionDeclaration
  readonly event: PartialEvent & { readonly action: string }
  readonly sentence: string
}

test('the page has examples', () => expect(examples.length).toBeGreaterThanOrEqual(4))

test.each(examples)('$sentence', ({ action, event, sentence }) => {
  const catalogue = compileCatalogue({ objects: {}, actions: action ? { [event.action]: action } : {} })
  expect(renderSentence(event, catalogue)).toBe(sentence)
})

test('every argument of sentences is on the page', () => {
  const table = page.split('\n').filter((line) => line.startsWith('| `'))
  const named = new Set(table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name)))
  expect([...sentenceArguments].filter((name) => !named.has(name))).toEqual([])
})
