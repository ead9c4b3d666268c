import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = resolve(import.meta.dirname, 'compiled')
const source = readFileSync(join(folder, 'typed-recorder.ts'), 'utf8')
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
const temporary = mkdtempSync(join(tmpdir(), 'daybook-types-'))
afterAll(() => rmSync(temporary, { recursive: true }))
writeFileSync(join(temporary, 'package.json'), '{"type":"module"}')

/** What the compiler says of a text in the place of typed-recorder.ts. */
function compile(text: string): string {
  const absolute = text.replace('../../../src', resolve(folder, '../../../src'))
  writeFileSync(join(temporary, 'typed-recorder.ts'), absolute)
  const config = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')) as { extends: string }
  writeFileSync(join(temporary, 'tsconfig.json'), JSON.stringify({ ...config, extends: resolve(folder, config.extends) }))
  try {
    execFileSync(process.execPath, [compiler, '-p', temporary], { encoding: 'utf8', stdio: 'pipe' })
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

test('a wrong action, a wrong field and a missing required reason do not compile, and right uses do', () => {
  expect(compile(source)).toBe('')
})

test('the errors are the mistakes: corrected, their marks are of no use', () => {
  const corrected = source
    .replace('order.aproved', 'order.approved')
    .replaceAll('stauts', 'status')
    .replace(
      "audit.record('order.cancelled', { object: order })",
      "audit.record('order.cancelled', { object: order, reason: 'Twice' })",
    )
  const unused = compile(corrected).match(/TS2578/g) ?? []
  expect(unused).toHaveLength(4)
})
