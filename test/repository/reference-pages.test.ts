import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkCatalogue, checkEvent, parseCatalogue, Refusal } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import { eventShape } from '../../packages/core/src/event/event-shape.ts'
import type { Shape } from '../../packages/core/src/event/shape.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (page: string) => readFileSync(join(root, 'docs', page), 'utf8')
const example = (text: string, kind: string) =>
  JSON.parse(new RegExp(`^\`\`\`json ${kind}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? 'null')

/** Every member and every choice of a shape, at any depth. */
function words(shape: Shape): readonly string[] {
  if (shape.kind === 'choice') return shape.of
  if (shape.kind === 'list') return words(shape.items)
  return shape.kind === 'object' ? Object.entries(shape.members).flatMap(([name, member]) => [name, ...words(member)]) : []
}

/** The names that a refusal of an unknown member lists, as the reader of catalogues states them. */
function membersAt(catalogue: unknown): readonly string[] {
  try {
    parseCatalogue(catalogue)
  } catch (error) {
    if (error instanceof Refusal) return (/It may have: (.*)\.$/.exec(error.problem.detail)?.[1] ?? '').split(', ')
    throw error
  }
  return []
}

describe('docs/event.md', () => {
  const page = read('event.md')

  it('has an example that is an event', () => {
    expect(checkEvent(example(page, 'event'))).toBeUndefined()
  })

  it('names every member and every choice of an event, at any depth', () => {
    const missing = new Set(words(eventShape).filter((word) => !page.includes(`\`${word}\``)))
    expect([...missing]).toEqual([])
  })
})

describe('docs/catalogue.md', () => {
  const page = read('catalogue.md')

  it('has an example in which nothing is wrong or reads badly', () => {
    expect(checkCatalogue(parseCatalogue(example(page, 'catalogue')))).toEqual([])
  })

  it('names every member of a catalogue, an object, a field, an action and a workflow', () => {
    const odd = { odd: 1 }
    const places = [
      odd,
      { objects: { order: odd }, actions: {} },
      { objects: { order: { label: 'Order', fields: { a: odd } } }, actions: {} },
      { objects: {}, actions: { 'order.approved': odd } },
      { objects: {}, actions: {}, workflows: { order: odd } },
    ].map(membersAt)
    expect(places.map((names) => names.length).every((many) => many > 2)).toBe(true)
    expect(places.flat().filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})
