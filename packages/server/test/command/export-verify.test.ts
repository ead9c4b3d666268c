import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, Workplace } from './run-command.ts'

const place = new Workplace()
const at = (name: string): string => join(place.folder, name)
let server: Served
const auth = (): { readonly authorization: string } => ({
  authorization: `Bearer ${JSON.parse(readFileSync(join(place.data, 'server.json'), 'utf8')).token}`,
})

const event = (n: number): object => ({
  id: `019ab3f2-7c1e-7d3a-9b1e-${String(n).padStart(12, '0')}`,
  action: 'refund.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'refund', id: `r_${n}`, name: `Refund #${n}` },
  changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
  reason: 'Receipt checked',
})

async function send(from: number, to: number, query = ''): Promise<string> {
  const body = JSON.stringify(Array.from({ length: to - from }, (_, i) => event(from + i)))
  const answer = await fetch(`${server.url}/v1/trails/desk/events${query}`, {
    method: 'POST',
    headers: { ...auth(), 'content-type': 'application/json' },
    body,
  })
  expect(answer.status).toBe(200)
  return answer.text()
}

const verify = async (what: string, ...more: string[]) => {
  const { code, stdout, stderr } = await place.run(['verify', what, '--policy', 'desk.policy', '--json', ...more])
  return { code, stderr, report: JSON.parse(stdout) }
}
const codes = (report: { findings: { code: string }[] }): string[] => [...new Set(report.findings.map(({ code }) => code))]
const copy = (name: string): string => {
  cpSync(at('bundle'), at(name), { recursive: true })
  return name
}

beforeAll(async () => {
  server = await place.serve('--trail', 'desk')
  writeFileSync(at('receipt.json'), await send(0, 300, '?wait=checkpoint'))
  writeFileSync(at('older.txt'), await (await fetch(`${server.url}/v1/trails/desk/log/checkpoint`, { headers: auth() })).text())
  await send(300, 600)
  const { stdout } = await place.run(['trail', 'policy', 'desk', '--data', place.data])
  writeFileSync(at('desk.policy'), stdout)
  const done = await place.run(['export', '--trail', 'desk', '--out', 'bundle', '--data', place.data])
  expect(done.code, done.stderr).toBe(0)
})
afterAll(() => place.close())

describe('an exported bundle', () => {
  test('holds: as a folder, a zip, a tar and a gzipped tar, with older checkpoint and receipt', async () => {
    const whole = await verify('bundle', '--checkpoint', 'older.txt', '--receipt', 'receipt.json')
    expect(whole.code, JSON.stringify(whole.report.findings)).toBe(0)
    expect(whole.report).toMatchObject({ verdict: 'holds', kind: 'a bundle', findings: [] })
    expect(whole.report.size).toBeGreaterThanOrEqual(602)
    const zipped = await place.run(['export', '--trail', 'desk', '--out', 'bundle.zip', '--zip', '--data', place.data])
    expect(zipped.code, zipped.stderr).toBe(0)
    execFileSync('tar', ['-cf', at('bundle.tar'), '-C', place.folder, 'bundle'])
    execFileSync('tar', ['-czf', at('bundle.tar.gz'), '-C', at('bundle'), '.'])
    for (const name of ['bundle.zip', 'bundle.tar', 'bundle.tar.gz']) {
      const packed = await verify(name)
      expect(packed.code, `${name} ${JSON.stringify(packed.report)}`).toBe(0)
      expect(packed.report.kind).toBe('a packed bundle')
    }
  })

  test('is checked by a verifier that shares no code, where the repository has one', async (context) => {
    const independent = join(import.meta.dirname, '../../../../test/independent/verify-bundle.mjs')
    if (!existsSync(independent)) return context.skip('test/independent/verify-bundle.mjs is not there')
    const said = execFileSync(process.execPath, [independent, at('bundle'), at('desk.policy')], { encoding: 'utf8' })
    expect(said).not.toBe('')
  })

  test('says for people what it checked, what is proven and what is not, and ends with one line', async () => {
    const { code, stdout } = await place.run(['verify', 'bundle', '--policy', 'desk.policy'])
    expect(code).toBe(0)
    expect(stdout).toContain('Proven:')
    expect(stdout).toContain('Not proven:')
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^It holds\./)
    expect(stdout).not.toContain('\u001b')
  })

  test('with a changed value is broken, and the position is named', async () => {
    const path = join(at(copy('edited')), 'events.ndjson')
    const lines = readFileSync(path, 'utf8').split('\n')
    const n = lines.findIndex((line) => line.includes('Refund #41'))
    lines[n] = (lines[n] ?? '').replace('Refund #41', 'Refund #14')
    writeFileSync(path, lines.join('\n'))
    const { code, report } = await verify('edited')
    expect(code).toBe(1)
    expect(report.findings[0]).toMatchObject({ position: n })
    const told = await place.run(['verify', 'edited', '--policy', 'desk.policy'])
    expect(told.stdout).toContain(`Position ${n}`)
    expect(told.stdout.trimEnd().split('\n').at(-1)).toMatch(/^It is broken\./)
  })

  test('with a line removed, doubled or moved is broken', async () => {
    const path = join(at(copy('reordered')), 'events.ndjson')
    const lines = readFileSync(join(at('bundle'), 'events.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
    const swapped = lines.map((line, i) => (i === 50 ? (lines[51] ?? '') : i === 51 ? (lines[50] ?? '') : line))
    for (const changed of [lines.toSpliced(77, 1), lines.toSpliced(77, 0, lines[77] ?? ''), swapped, lines.slice(0, -1)]) {
      writeFileSync(path, `${changed.join('\n')}\n`)
      const { code, report } = await verify('reordered')
      expect(code).toBe(1)
      expect(codes(report).join()).toMatch(/event_missing|event_out_of_order/)
    }
  })

  test('with a tile, a checkpoint or a policy of its own making is broken', async () => {
    const tile = join(at(copy('tiles')), 'log/tile/0/000')
    const bytes = readFileSync(tile)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(tile, bytes)
    expect((await verify('tiles')).code).toBe(1)
    const checkpoint = join(at(copy('signed')), 'log/checkpoint')
    writeFileSync(checkpoint, readFileSync(checkpoint, 'utf8').replace(/\n\d+\n/, '\n5\n'))
    expect(codes((await verify('signed')).report)).toContain('checkpoint_not_signed')
    const other = new Workplace()
    try {
      await other.json('trail', 'create', 'desk')
      writeFileSync(at('foreign.policy'), (await other.run(['trail', 'policy', 'desk', '--data', other.data])).stdout)
    } finally {
      other.close()
    }
    const foreign = await place.run(['verify', 'bundle', '--policy', 'foreign.policy', '--json'])
    expect(foreign.code).toBe(1)
    const told = await place.run(['verify', 'bundle', '--policy', 'foreign.policy'])
    expect(told.stdout).toContain('is this the policy of this trail?')
  })

  test('cannot be judged without a policy, and what is no bundle cannot be judged at all', async () => {
    const without = await place.run(['verify', 'bundle'])
    expect(without.code).toBe(2)
    expect(without.stderr).toContain('--policy')
    mkdirSync(at('empty'))
    expect((await verify('empty')).code).toBe(2)
    for (const what of ['nothing-here', 'desk.policy']) {
      const { code, stderr } = await place.run(['verify', what, '--policy', 'desk.policy'])
      expect(code, what).toBe(2)
      expect(stderr).toMatch(/^daybook: /)
    }
    const bad = await place.run(['verify', 'bundle', '--policy', 'receipt.json'])
    expect(bad.code).toBe(2)
  })

  test('that tries to lead out of its folder when it is unpacked is refused', async () => {
    mkdirSync(at('evil'))
    writeFileSync(at('evil/x'), 'x')
    execFileSync('tar', ['-cf', at('evil.tar'), '-P', '--transform', 's,.*,../../escaped,', at('evil/x')])
    const { code, stderr } = await place.run(['verify', 'evil.tar', '--policy', 'desk.policy'])
    expect(code).toBe(1)
    expect(stderr).toContain('outside of its folder')
    expect(existsSync(at('escaped'))).toBe(false)
  })
})

describe('one event', () => {
  test('is verified from the answer of its proof, and from a .tlog-proof with its line', async () => {
    const proof = await (
      await fetch(`${server.url}/v1/trails/desk/events/019ab3f2-7c1e-7d3a-9b1e-000000000017/proof`, { headers: auth() })
    ).json()
    writeFileSync(at('17.json'), JSON.stringify(proof))
    expect(await verify('17.json')).toMatchObject({ code: 0, report: { verdict: 'holds', kind: 'a proof' } })
    writeFileSync(at('17.tlog-proof'), proof.proof)
    expect((await verify('17.tlog-proof', '--event', '17.json')).code).toBe(0)
    expect((await verify('17.tlog-proof', '--event', 'bundle/events.ndjson')).code).toBe(0)
    expect((await place.run(['verify', '17.tlog-proof', '--policy', 'desk.policy'])).code).toBe(2)
    writeFileSync(at('18.json'), JSON.stringify(proof).replaceAll('Refund #17', 'Refund #18'))
    expect((await verify('18.json')).code).toBe(1)
  })
})

describe('a running log', () => {
  test('is verified by its URL, held against what was kept', async () => {
    const key = (await place.json('key', 'create', '--trail', 'desk', '--role', 'reader')).document.key
    const { code, report } = await verify(
      `${server.url}/v1/trails/desk`,
      '--key',
      key,
      '--checkpoint',
      'older.txt',
      '--receipt',
      'receipt.json',
    )
    expect(code, JSON.stringify(report)).toBe(0)
    expect(report.kind).toBe('the log of a running server')
    expect(report.notProven[0]).toBe('What the events say: only their hashes are here.')
    expect((await place.run(['verify', `${server.url}/v1/trails/desk`, '--policy', 'desk.policy'])).code).toBe(2)
    expect((await place.run(['verify', 'http://127.0.0.1:9/v1/trails/desk', '--policy', 'desk.policy'])).stderr).toContain(
      'no connection',
    )
  })
})

describe('a data folder', () => {
  test('holds while its server runs, and a changed, removed or cut row is named by position', async () => {
    const running = await verify(place.data, '--trail', 'desk', '--checkpoint', 'older.txt')
    expect(running.code, JSON.stringify(running.report.findings)).toBe(0)
    await server.stop()
    expect((await verify(place.data, '--receipt', 'receipt.json')).code).toBe(0)
    const attack = async (sql: string) => {
      rmSync(at('attacked'), { recursive: true, force: true })
      cpSync(place.data, at('attacked'), { recursive: true })
      const db = new DatabaseSync(join(at('attacked'), 'trails/desk/journal.db'))
      for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
        db.exec(`DROP TRIGGER "${name}"`)
      db.exec(sql)
      db.close()
      return verify('attacked', '--keys', `${place.data}-keys`)
    }
    for (const sql of [
      'UPDATE entry SET hash = zeroblob(32) WHERE seq = 41',
      'DELETE FROM entry WHERE seq = 41',
      "UPDATE block SET body = CAST(replace(CAST(body AS TEXT), 'x', 'y') AS BLOB) WHERE first <= 41 AND first + count > 41",
      'DELETE FROM block WHERE first = (SELECT max(first) FROM block)',
      'UPDATE subtree SET hash = zeroblob(32) WHERE level = 1',
    ]) {
      const { code, report } = await attack(sql)
      expect(code, `${sql} ${JSON.stringify(report)}`).toBe(1)
      expect(
        report.findings.some(({ position }: { position?: number }) => position !== undefined),
        JSON.stringify(report.findings),
      ).toBe(true)
    }
  })
})

describe('an export', () => {
  test('never writes over what is there, and leaves nothing half', async () => {
    const taken = await place.run(['export', '--trail', 'desk', '--out', 'bundle', '--data', place.data])
    expect(taken.code).toBe(1)
    expect(taken.stderr).toContain('is there already')
    const missing = await place.run(['export', '--trail', 'nothing', '--out', 'none', '--data', place.data])
    expect(missing.code).toBe(2)
    expect(readdirSync(place.folder).filter((name) => name.startsWith('none') || name.endsWith('.part'))).toEqual([])
    appendFileSync(at('rows.ndjson'), '')
    expect((await place.run(['export', '--trail', 'desk', '--format', 'pdf', '--out', 'x', '--data', place.data])).code).toBe(2)
  })

  test('refuses what contradicts itself, and makes nothing', async () => {
    for (const args of [
      ['--format', 'bundle', '--out', '-'],
      ['--format', 'ndjson', '--zip', '--out', 'z'],
      ['--format', 'bundle', '--order', 'desc', '--out', 'z'],
      ['--format', 'ndjson', '--out', '-', '--json'],
    ]) {
      const refused = await place.run(['export', '--trail', 'desk', '--data', place.data, ...args])
      expect(refused, args.join(' ')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^daybook: /) })
      if (args.includes('--json')) expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'usage' } })
    }
    expect(existsSync(at('-'))).toBe(false)
    expect(existsSync(at('z'))).toBe(false)
  })

  test('as NDJSON has one readable event a line', async () => {
    const done = await place.run([
      'export',
      '--trail',
      'desk',
      '--format',
      'ndjson',
      '--out',
      'out/events.ndjson',
      '--data',
      place.data,
      '--json',
    ])
    expect(done.code, done.stderr).toBe(0)
    const lines = readFileSync(at('out/events.ndjson'), 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(600)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      sentence: 'Maria Lopez approved Refund #0',
    })
    renameSync(at('out'), at('out-read'))
  })

  test('with a query has what it finds and nothing else: as rows, and as a bundle that verifies', async () => {
    const run = (...args: readonly string[]) => place.run(['export', '--data', place.data, '--trail', 'desk', ...args])
    const rows = await run('--format', 'csv', '--query', 'object:refund/r_7', '--out', '-')
    expect(rows.code, rows.stderr).toBe(0)
    const table: readonly object[] = parse(rows.stdout, { bom: true, columns: true })
    expect(table).toMatchObject([{ 'Record (id)': 'r_7', Who: 'Maria Lopez', Before: 'Pending Review' }])
    expect((await run('--query', 'object:refund/r_7', '--out', 'one')).code).toBe(0)
    expect(readFileSync(at('one/events.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(1)
    const wrong = await run('--format', 'csv', '--query', 'a (b', '--out', 'wrong.csv')
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/\n {2}a \(b\n {4}\^\n$/)])
    expect(existsSync(at('wrong.csv'))).toBe(false)
  })
})
