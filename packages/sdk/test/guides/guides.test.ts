import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Catalogue, checkCatalogue, compileCatalogue, type RecordedEvent, renderSentence } from '@daybook/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAll, prepare, serve } from '../../../../test/faults/running-server.ts'
import { blocksOf, readGuide, root, writeFiles } from './code-blocks.ts'

const pages = ['catalogue', 'context', 'delivery', 'testing'] as const
mkdirSync(join(root, '.cache'), { recursive: true })
// inside the repository, so that the packages are found as an application finds them
const folder = mkdtempSync(join(root, '.cache', 'guides-'))
const at = (page: string, ...names: readonly string[]) => join(folder, page, ...names)
const node = (page: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, args, { cwd: at(page), encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', ...env } })
const catalogueOf = async () => ((await import(at('catalogue', 'daybook.catalogue.ts'))) as { default: Catalogue }).default

beforeAll(() => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const page of pages) {
    writeFiles(readGuide('catalogue'), at(page))
    writeFiles(readGuide(page), at(page))
    if (page !== 'catalogue') rmSync(at(page, 'mistakes.ts'))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('compiles, strictly, and refuses the mistakes that are shown', () => {
  const options = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2023',
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['**/*.ts'] }))
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  expect(stdout).toBe('')
})

it('has a catalogue in which nothing is wrong or reads badly', async () => {
  expect(checkCatalogue(await catalogueOf())).toEqual([])
})

it('records what the page about context says, and reads so', async () => {
  appendFileSync(at('context', 'context.ts'), '\nconsole.log(JSON.stringify(audit.recorded()))\nawait api.close()\n')
  const { stdout, stderr } = node('context', ['context.ts'])
  expect(stderr).toBe('')
  const catalogue = compileCatalogue(await catalogueOf())
  const sentences = (JSON.parse(stdout) as RecordedEvent[]).map((event) => renderSentence(event, catalogue))
  expect(sentences.join('\n')).toBe(blocksOf(readGuide('context'), 'text')[0]?.trim())
})

it('delivers what the page about delivery records', async () => {
  const prepared = prepare()
  const server = await serve(prepared.data)
  try {
    const env = {
      DAYBOOK_URL: `${server.url}/v1/trails/faults`,
      DAYBOOK_KEY: prepared.writer,
      DAYBOOK_SPOOL: at('delivery', 'spool'),
    }
    const { stdout, stderr, status } = node('delivery', ['delivery.ts'], env)
    expect(status, stderr).toBe(0)
    expect(stdout).toMatch(/^on the trail at position \d+$/m)
    expect(await listAll(server.url, prepared.reader)).toHaveLength(3)
  } finally {
    await server.stop()
    prepared.remove()
  }
})

it('passes the tests that the page about testing shows', () => {
  const own = node('testing', ['--test', 'deactivate.test.ts'])
  expect(own.status, own.stdout).toBe(0)
  writeFileSync(at('testing', 'vitest.config.ts'), "export default { test: { setupFiles: ['./vitest.setup.ts'] } }")
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const theirs = node('testing', [vitest, 'run', 'deactivate.spec.ts', '--root', at('testing')])
  expect(theirs.status, theirs.stdout + theirs.stderr).toBe(0)
})
