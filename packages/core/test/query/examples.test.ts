import { readdirSync, readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import * as query from '../../src/query/index.ts'

const folder = new URL('../../src/query/', import.meta.url)
const examples = readdirSync(folder).flatMap((file) =>
  [...readFileSync(new URL(file, folder), 'utf8').matchAll(/@example (.+)/g)].map(([, example]) => ({
    file,
    example: example ?? '',
  })),
)

it.each(examples)('the example in $file holds: $example', ({ example }) => {
  expect(runInNewContext(example, { ...query })).toBe(true)
})

it('there is an example of every function that others call', () => {
  const functions = Object.entries(query).filter(([, exported]) => typeof exported === 'function')
  const named = examples.map(({ example }) => example).join(' ')
  expect(functions.map(([name]) => name).filter((name) => !named.includes(`${name}(`))).toEqual([])
})
