import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const place = resolve(import.meta.dirname, 'compiled')
const source = readFileSync(join(place, 'typed-uses.ts'), 'utf8')
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
// beside the original, so that its imports hold
const temporary = mkdtempSync(join(import.meta.dirname, 'compiled-'))
afterAll(() => rmSync(temporary, { recursive: true }))

function compile(text: string): string {
  writeFileSync(join(temporary, 'typed-uses.ts'), text)
  writeFileSync(join(temporary, 'tsconfig.json'), readFileSync(join(place, 'tsconfig.json')))
  return spawnSync(process.execPath, [compiler, '-p', temporary], { encoding: 'utf8' }).stdout
}

it('compiles every right use and no wrong one', () => {
  expect(compile(source)).toBe('')
})

it('refuses the mistake and not the line: corrected, the marks are of no use', () => {
  const corrected = source
    .replaceAll('order.aproved', 'order.updated')
    .replaceAll('stauts', 'status')
    .replace("record('order.approved', { object: order })", "record('order.approved', { object: order, reason: 'Checked' })")
    .replace('{ before: order, after: order })\n//', "{ before: order, after: order, reason: 'Checked' })\n//")
    .replace("batch('order.export'", "batch('order.import'")
    .replace("type: 'employee'", "type: 'user'")
  expect(compile(corrected).match(/TS2578/g)).toHaveLength(8)
})
