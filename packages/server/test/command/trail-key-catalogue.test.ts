import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, Workplace } from './run-command.ts'

const place = new Workplace()
const save = (name: string, text: string): string => {
  writeFileSync(join(place.folder, name), text)
  return name
}
/** What most commands here go through; the last ones do without, and in the long run all of them. */
let server: Served | undefined
beforeAll(async () => {
  expect((await place.json('trail', 'create', 'orders')).code).toBe(0)
  if (!process.env.DAYBOOK_LONG) server = await place.serve()
})
afterAll(() => place.close())

const catalogue = {
  objects: {
    order: {
      label: 'Order',
      name: 'Order #{id}',
      fields: { status: { label: 'Status', kind: 'status', sequence: ['Open', 'Shipped'] } },
    },
  },
  actions: {
    'order.shipped': {
      category: 'workflow',
      sentence: '{actor} shipped {object}',
      expects: ['changes.status'],
      retain: 'P7Y',
      why: 'explain',
    },
  },
  notLogged: [{ action: 'order.viewed', because: 'Nobody <b>asked</b> & nobody needs it.' }],
}

describe('trails', () => {
  test('open a new epoch only where there is a break to state, and never without a reason', async () => {
    expect(await place.json('trail', 'epoch', 'orders', '--reason', 'Just so')).toMatchObject({
      code: 1,
      document: { error: { code: 'not_sealed' } },
    })
    expect((await place.run(['trail', 'epoch', 'orders', '--data', place.data])).stderr).toContain('--reason')
  })

  test('are created once; --if-missing makes that no failure, and prints the same', async () => {
    const again = await place.json('trail', 'create', 'orders')
    expect(again).toMatchObject({ code: 1, document: { error: { code: 'trail_exists' } } })
    const kept = await place.json('trail', 'create', 'orders', '--if-missing')
    expect(kept.code).toBe(0)
    expect(kept.document).toEqual({
      trail: 'orders',
      origin: expect.stringMatching(/^[^/]+\/[0-9a-f-]{36}$/),
      policy: expect.stringContaining('quorum'),
    })
    const policy = await place.run(['trail', 'policy', 'orders', '--data', place.data])
    expect(policy.stdout).toBe(kept.document.policy)
  })

  test('have names that fit a folder and an address', async () => {
    for (const name of ['../x', 'A B', '', 'x'.repeat(80)]) {
      const refused = await place.run(['trail', 'create', name, '--data', place.data])
      expect(refused.code, name).toBe(1)
      expect(refused.stderr).toMatch(/^daybook: /)
    }
  })

  test('are listed for people in columns', async () => {
    const { stdout } = await place.run(['trail', 'list', '--data', place.data])
    expect(stdout).toMatch(/^TRAIL +EVENTS +CREATED +STATE\norders +0 +\d{4}-\d\d-\d\d +open\n$/)
  })
})

describe('keys', () => {
  test('are shown once, listed without their secret, and stay in the list when revoked', async () => {
    const { document } = await place.json('key', 'create', '--trail', 'orders', '--role', 'writer', '--name', 'order desk')
    expect(Object.keys(document)).toEqual(['key', 'id'])
    const listed = await place.json('key', 'list', '--trail', 'orders')
    expect(listed.document.data).toMatchObject([{ id: document.id, role: 'writer', name: 'order desk', revokedAt: null }])
    expect(JSON.stringify(listed.document)).not.toContain(document.key.split('_')[2])
    expect((await place.json('key', 'revoke', document.id, '--trail', 'orders')).code).toBe(0)
    expect((await place.json('key', 'list', '--trail', 'orders')).document.data[0].revokedAt).not.toBeNull()
    expect((await place.json('key', 'revoke', 'ffffffffffffffff', '--trail', 'orders')).code).toBe(2)
  })

  test('have one of three roles', async () => {
    const wrong = await place.json('key', 'create', '--trail', 'orders', '--role', 'owner')
    expect(wrong).toMatchObject({ code: 2, document: { error: { code: 'bad_role' } } })
  })
})

describe('catalogues', () => {
  test('are pushed once: the same content is the same version', async () => {
    save('a.json', JSON.stringify(catalogue))
    const first = await place.json('catalogue', 'push', 'a.json', '--trail', 'orders')
    expect(first).toMatchObject({ code: 0, document: { version: 1 } })
    expect((await place.json('catalogue', 'push', 'a.json', '--trail', 'orders')).document).toMatchObject({
      version: 1,
      changes: [],
    })
    const pulled = await place.json('catalogue', 'pull', '--trail', 'orders')
    expect(pulled.document.catalogue).toEqual(catalogue)
    const plain = await place.run(['catalogue', 'pull', '--trail', 'orders', '--data', place.data])
    expect(JSON.parse(plain.stdout)).toEqual(catalogue)
  })

  test('in TypeScript are read where no package is installed, by default or named export', async () => {
    const source = `import { defineCatalogue } from '@daybook/core'\nconst label: string = 'Order'\n`
    save('b.ts', `${source}export default defineCatalogue({ objects: { order: { label } }, actions: {} })\n`)
    save('c.ts', `${source}export const catalogue = defineCatalogue({ objects: { order: { label } }, actions: {} })\n`)
    for (const file of ['b.ts', 'c.ts']) {
      const checked = await place.run(['catalogue', 'check', file, '--json'])
      expect(checked.stderr).toBe('')
      expect(JSON.parse(checked.stdout)).toMatchObject({ actions: 0, errors: 0 })
    }
  })

  test('are checked: errors fail, warnings are told', async () => {
    save(
      'd.json',
      JSON.stringify({
        objects: { user: { label: 'User', fields: { password: { label: 'Password' } } } },
        actions: { 'user.renamed': { category: 'data', sentence: '{actor} renamed {nobody}' } },
      }),
    )
    const { code, stdout } = await place.run(['catalogue', 'check', 'd.json'])
    expect(code).toBe(1)
    expect(stdout).toContain('error')
    save('e.json', '{"objects": []}')
    const bad = await place.run(['catalogue', 'check', 'e.json'])
    expect(bad.code).toBe(1)
    expect(bad.stderr).toContain('not a valid catalogue')
    save('f.json', '{"objects": ')
    expect((await place.run(['catalogue', 'check', 'f.json'])).stderr).toContain('not valid JSON')
  })

  test('are compared with what a trail has, and with each other', async () => {
    save('g.json', JSON.stringify({ ...catalogue, actions: { ...catalogue.actions, 'order.lost': { category: 'data' } } }))
    const trail = await place.json('catalogue', 'diff', 'g.json', '--trail', 'orders')
    expect(trail.document.changes.map(({ name }: { name: string }) => name)).toEqual(['action_added'])
    const files = await place.run(['catalogue', 'diff', 'g.json', 'a.json'])
    expect(files.stdout).toContain('order.lost is gone')
  })

  test('become a page that operations and engineering can sign, with everything escaped', async () => {
    const { code } = await place.run(['catalogue', 'plan', 'a.json', '--out', 'plan.html'])
    expect(code).toBe(0)
    const page = readFileSync(join(place.folder, 'plan.html'), 'utf8')
    for (const words of [
      'Maria Lopez shipped Order #1842',
      '7 years',
      'to explain it',
      'a change of status',
      'For operations',
      'For engineering',
      'on purpose',
    ]) {
      expect(page).toContain(words)
    }
    expect(page).not.toContain('<b>asked</b>')
    expect(page).toContain('&#60;b&#62;asked')
  })
})

describe('every command', () => {
  const commands = [
    'serve',
    'link',
    'trail create',
    'trail list',
    'trail policy',
    'key create',
    'key list',
    'key revoke',
    'catalogue check',
    'catalogue plan',
    'catalogue push',
    'catalogue pull',
    'catalogue diff',
    'import',
    'export',
    'verify',
    'doctor',
  ]

  test('explains itself with examples, and is named in docs/command.md', async () => {
    const guide = readFileSync(new URL('../../../../docs/command.md', import.meta.url), 'utf8')
    for (const command of commands) {
      const { code, stdout } = await place.run([...command.split(' '), '--help'])
      expect(code, command).toBe(0)
      expect(stdout).toContain(`  $ daybook ${command.split(' ')[0]}`)
      expect(stdout).toContain('--json')
      expect(guide).toContain(`daybook ${command}`)
    }
  })

  test('says what is wrong with its use on stderr, and ends with 2', async () => {
    for (const args of [['nothing'], ['trail', 'remove', 'x'], ['verify'], ['trail', 'list', '--colour'], ['import', 'x']]) {
      const { code, stdout, stderr } = await place.run(args)
      expect(code, args.join(' ')).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toMatch(/^error: /)
    }
  })
})

test('commands on one folder at the same time wait for each other', async () => {
  await server?.stop()
  const made = await Promise.all(['one', 'two', 'three'].map((name) => place.json('trail', 'create', name)))
  expect(made.map(({ code }) => code)).toEqual([0, 0, 0])
})

test('what is not there is named with what to do about that', async () => {
  const key = await place.json('key', 'revoke', 'nokey', '--trail', 'orders')
  expect(key).toMatchObject({ code: 2, document: { error: { code: 'not_found', todo: expect.stringContaining('key list') } } })
  const version = await place.json('catalogue', 'pull', '--trail', 'orders', '--revision', '99')
  expect(version).toMatchObject({ code: 2, document: { error: { todo: expect.stringContaining('--revision') } } })
  const trail = await place.json('trail', 'policy', 'nothing')
  expect(trail).toMatchObject({ code: 2, document: { error: { todo: expect.stringContaining('trail list') } } })
})

test('what is no address of a server is not called a missing connection', async () => {
  for (const url of ['nowhere', 'ftp://example.org'])
    expect(await place.run(['trail', 'list', '--url', url])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${url} is not the address of a server.`),
    })
})

test('a folder that cannot be one is refused in words that say what to do', async () => {
  writeFileSync(join(place.folder, 'a-file'), 'text')
  for (const data of ['a-file', join('a-file', 'below')])
    for (const args of [
      ['trail', 'create', 'x'],
      ['serve', '--port', '0'],
    ]) {
      const { code, stdout } = await place.run([...args, '--data', data, '--json'])
      expect(code).toBe(2)
      expect(JSON.parse(stdout).error).toMatchObject({
        code: 'not_a_folder',
        sentence: expect.stringMatching(/ is a file\.$/),
        todo: expect.stringContaining('--data'),
      })
    }
  const same = await place.run(['trail', 'create', 'x', '--data', 'one', '--keys', 'one'])
  expect(same).toMatchObject({ code: 2, stderr: expect.stringContaining('Keep them apart') })
})

test('another user is told whose folder it is', async (context) => {
  const isRoot = process.getuid?.() === 0
  if (process.platform === 'win32') return context.skip('Windows has no such permissions')
  chmodSync(place.folder, 0o755)
  const closed = join(place.folder, 'closed')
  mkdirSync(closed, { mode: 0o755 })
  if (!isRoot) chmodSync(closed, 0o500)
  const args = ['trail', 'create', 'x', '--data', join(closed, 'data'), '--json']
  const refused = isRoot ? await place.runAs(65_534, args) : await place.run(args)
  chmodSync(closed, 0o700)
  expect(refused.code, refused.stderr).toBe(2)
  expect(JSON.parse(refused.stdout).error).toMatchObject({
    code: 'folder_not_permitted',
    sentence: expect.stringContaining(closed),
    todo: expect.stringMatching(/owner.*--data DIR.*--url/),
  })
})

test('where a folder has one trail nobody needs to name it; where it has several they are named', async () => {
  const own = new Workplace()
  try {
    await own.json('trail', 'create', 'orders')
    expect((await own.json('key', 'create', '--role', 'reader')).code).toBe(0)
    await own.json('trail', 'create', 'refunds')
    const { code, document } = await own.json('key', 'create', '--role', 'reader')
    expect([code, document.error.todo]).toEqual([2, 'Name it with --trail: orders, refunds.'])
  } finally {
    own.close()
  }
})
