import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, serve } from '../../../../test/faults/running-server.ts'
import { blocksOf, readGuide, root, writeFiles } from '../guides/code-blocks.ts'

/** What strangers install: the tarballs, in a folder that knows nothing of this repository. */
const folder = mkdtempSync(join(tmpdir(), 'daybook-packed-'))
const app = join(folder, 'my-app')
const data = join(folder, 'my-refunds')
const bin = join(root, 'packages/server/bin/daybook.js')
const guide = readGuide('first-event')
const [, keyStep = '', installStep = '', startStep = '', approveStep = '', readStep = ''] = blocksOf(guide, 'sh')

let server: Running
let env: NodeJS.ProcessEnv
let offline = ''

/** Runs commands of the guide as they stand there, but for the places where this test has its folders and ports. */
const shell = (commands: string, more: { readonly [from: string]: string } = {}) => {
  const places = {
    'npm run -s daybook --': `"${process.execPath}" "${bin}"`,
    './my-refunds': `"${data}"`,
    '../my-app': `"${app}"`,
    '"$PWD/dist-packages"': `"${join(folder, 'dist-packages')}"`,
    ...more,
  }
  const script = Object.entries(places).reduce((text, [from, to]) => text.replaceAll(from, to), commands)
  return spawnSync('sh', ['-euc', script], { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } })
}

beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'tools/sdk-pack.mjs'), join(folder, 'dist-packages')])
  server = await serve(data, '--trail', 'refunds')
  const exported = shell(`${keyStep}\nenv`, { 'http://127.0.0.1:4320': server.url })
  expect(exported.status, exported.stderr).toBe(0)
  env = Object.fromEntries(
    [...exported.stdout.matchAll(/^(DAYBOOK_(?:URL|KEY|PACKAGES))=(.*)$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  )
  const reachable = spawnSync('npm', ['view', 'express', 'version', '--fetch-retries=0', '--fetch-timeout=20000'], {
    encoding: 'utf8',
  })
  if (reachable.status !== 0) offline = 'no package registry within reach'
  else {
    const installed = shell(installStep.replaceAll('npm install', 'npm install --no-audit --no-fund --prefer-offline'))
    expect(installed.status, installed.stderr).toBe(0)
    writeFiles(guide, app)
  }
}, 240_000)
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const port = async (child: ChildProcess): Promise<string> => {
  let heard = ''
  for await (const chunk of child.stdout ?? []) {
    heard += chunk
    const [, found] = /listening on (\d+)/.exec(heard) ?? []
    if (found) return found
  }
  throw new Error(`the application ended: ${heard}`)
}

const stop = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

it('leaves an application that the guide makes with its first event on the trail', async (context) => {
  if (offline) context.skip(offline)
  expect(startStep.trim()).toBe('node app.mjs')
  const running = spawn(process.execPath, ['app.mjs'], {
    cwd: app,
    env: { ...process.env, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const approved = shell(approveStep, { '127.0.0.1:3000': `127.0.0.1:${await port(running)}` })
    expect(approved.status, approved.stderr).toBe(0)
    expect(approved.stdout).toContain('{"status":"Approved"}')
  } finally {
    // a program that is told to end delivers what it has
    await stop(running)
  }
  const read = shell(readStep)
  const event = JSON.parse(read.stdout.trim().split('\n').at(-1) ?? '')
  expect(event.sentence).toBe(blocksOf(guide, 'text')[0]?.trim())
  expect(event).toMatchObject({
    actor: { type: 'user', id: 'u_7' },
    source: { type: 'admin_action', name: 'Back office', ip: expect.any(String) },
    object: { type: 'refund', id: '31' },
  })
  expect(existsSync(join(app, 'daybook-spool'))).toBe(true)
}, 120_000)

it('works in an application of CommonJS', (context) => {
  if (offline) context.skip(offline)
  writeFileSync(
    join(app, 'one.cjs'),
    `const { createRecorder } = require('@daybook/sdk')
    const catalogue = require('./daybook.catalogue.mjs').default
    const audit = createRecorder({ catalogue, url: process.env.DAYBOOK_URL, key: process.env.DAYBOOK_KEY, folder: 'cjs-spool' })
    audit.record('refund.approved', { actor: { id: 1, name: 'Bob Stone' }, object: { id: 32 }, reason: 'By require' })
      .then(() => audit.flush({ timeoutMs: 20000 })).then((done) => console.log('flushed', done)).then(() => audit.close())`,
  )
  const done = spawnSync(process.execPath, ['one.cjs'], { cwd: app, encoding: 'utf8', env: { ...process.env, ...env } })
  expect(done).toMatchObject({ status: 0, stdout: 'flushed true\n' })
  expect(shell(readStep).stdout).toContain('Bob Stone approved Refund #32: By require')
})

/** The Node that the system has, which is older than the one that runs these tests; nothing where there is none. */
const systemNode = (): string | undefined =>
  (process.env.PATH ?? '')
    .split(':')
    .map((place) => join(place, 'node'))
    .find(
      (path) =>
        !path.includes('node_modules') &&
        existsSync(path) &&
        /^v2[0-3]\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? ''),
    )

describe.each([
  ['the newest Node', process.execPath],
  ["the system's Node", systemNode()],
] as const)('on %s', (_, node) => {
  it('does the basics, by node:test', (context) => {
    if (node === undefined) context.skip('no older Node on the PATH')
    // where nothing can be installed, the packages of the repository stand in
    const place = offline ? join(root, '.cache') : app
    mkdirSync(place, { recursive: true })
    const file = join(place, 'basics.test.mjs')
    copyFileSync(join(import.meta.dirname, 'basics.mjs'), file)
    const spool = join(folder, 'basics-spool')
    const done = spawnSync(node ?? '', ['--test', file], {
      cwd: place,
      encoding: 'utf8',
      env: { ...process.env, ...env, NODE_OPTIONS: '', DAYBOOK_SPOOL: spool },
    })
    rmSync(file)
    expect(done.status, done.stdout + done.stderr).toBe(0)
  })
})

it.each(['nodenext', 'bundler'])(
  'has types that compile in a fresh strict project (%s), libraries checked, without the types of Node',
  (resolution) => {
    const place = offline ? join(root, '.cache', 'fresh-types') : join(app, `types-${resolution}`)
    mkdirSync(place, { recursive: true })
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2023',
      module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      types: [],
      lib: ['es2024', 'dom'],
    }
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }))
    writeFileSync(
      join(place, 'use.mts'),
      `import { type Recorder, createRecorder, defineCatalogue } from '@daybook/sdk'
    import { assertRecorded, createTestRecorder, matchers } from '@daybook/sdk/testing'
    import { verifyEvent } from '@daybook/core/verify'
    const catalogue = defineCatalogue({ objects: { order: { label: 'Order' } }, actions: { 'order.approved': { category: 'workflow', delivery: 'acked' } } })
    declare const url: string | undefined
    export const audit: Recorder<typeof catalogue> = createRecorder({ catalogue, url, key: url, folder: url })
    const { seq } = await audit.record('order.approved', { object: { id: 1n }, actor: { id: 7 } })
    const test = createTestRecorder({ catalogue })
    assertRecorded(test, 'order.approved', { object: { id: seq } })
    // @ts-expect-error no such action
    void audit.record('order.aproved', { object: { id: 1 } })
    export const used = [matchers, verifyEvent]`,
    )
    const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
    expect(spawnSync(process.execPath, [compiler, '-p', place], { encoding: 'utf8' }).stdout).toBe('')
    rmSync(place, { recursive: true })
  },
)

it('packs what is used and nothing else', () => {
  const packed = readdirSync(join(folder, 'dist-packages'))
  expect(packed.map((name) => name.replace(/\d+\.\d+\.\d+/, 'x')).sort()).toEqual(['daybook-core-x.tgz', 'daybook-sdk-x.tgz'])
  const listed = execFileSync('tar', ['tzf', join(folder, 'dist-packages', packed.find((name) => name.includes('sdk')) ?? '')], {
    encoding: 'utf8',
  })
  expect(listed).toMatch(/package\/README\.md/)
  expect(listed).not.toMatch(/package\/(?:src|test|node_modules)\/|tsbuildinfo/)
})
