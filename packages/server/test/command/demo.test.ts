import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { editWord } from '../../src/command/demo/edit-word.ts'
import { Workplace } from './run-command.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.close())

/** The demonstrations make their scratch folders here, so that what they leave behind is seen. */
const scratch = (): readonly string[] => readdirSync(place.folder).filter((name) => name.startsWith('daybook-'))
const run = (...args: readonly string[]) => place.run(args, { TMPDIR: place.folder })

describe('demo tamper', () => {
  test('finds every change of a copy by the checks that the trust page names, and leaves nothing behind', async () => {
    const { code, stdout } = await run('demo', 'tamper', '--json')
    expect(code, stdout).toBe(0)
    const { original, attacked, good } = JSON.parse(stdout)
    expect([original.verdict, good]).toEqual(['holds', true])
    expect(attacked.map(({ name, found }: { name: string; found: readonly string[] }) => [name, found.join(' ')])).toEqual([
      ['edited', 'alone signer checkpoint receipt'],
      ['edited-and-fitted', 'alone signer checkpoint receipt'],
      ['removed', 'alone signer checkpoint receipt'],
      ['tail-cut', 'signer checkpoint receipt'],
      ['signed-again', 'checkpoint receipt'],
      ['signed-again-unseen', 'receipt'],
    ])
    const [edited] = attacked
    const position = /^Position (\d+): “.+” becomes “.+”\.$/.exec(edited.edit)?.[1]
    expect(edited.checks.alone.closing).toContain(`Position ${position}: the event is not the one its hash was taken of.`)
    expect(scratch()).toEqual([])
  })

  test('tells it in sentences, without colour where there is no terminal', async () => {
    const { stdout } = await run('demo', 'tamper')
    expect(stdout).toContain('The original\n  It holds.')
    expect(stdout).toMatch(/signed-again +– +– +found +found\n/)
    expect(stdout).not.toContain('\u001b')
  })

  test('takes a copy of a trail of somebody’s own, beside its server, and changes nothing of it', async () => {
    const server = await place.serve('--trail', 'desk')
    const event = (n: number) => ({
      id: crypto.randomUUID(),
      action: 'order.approved',
      occurredAt: '2026-11-20T10:15:02Z',
      actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
      object: { type: 'order', id: String(n), name: `Order #${n}` },
      reason: 'Receipt checked',
    })
    const answer = await fetch(`${server.url}/v1/trails/desk/events?wait=checkpoint`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.first?.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 40 }, (_, n) => event(n))),
    })
    expect(answer.status).toBe(200)
    const { code, stdout } = await run('demo', 'tamper', '--data', place.data, '--json')
    expect(code, stdout).toBe(0)
    const { trail, attacked } = JSON.parse(stdout)
    expect(trail).toBe('desk')
    expect(attacked.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['edited', 'removed']))
    expect(stdout).not.toContain('signed-again')
    await server.stop()
    const policy = await place.json('trail', 'policy', 'desk')
    writeFileSync(join(place.folder, 'policy'), policy.document.policy)
    expect((await place.run(['verify', place.data, '--policy', 'policy'])).code).toBe(0)
  })

  test('says what to do where there is no such trail', async () => {
    const { code, stderr } = await run('demo', 'tamper', '--data', join(place.folder, 'nothing'))
    expect([code, stderr]).toEqual([2, expect.stringContaining('It has none; leave --data away.')])
  })

  test('changes a word that matters where there is one, and some word otherwise', () => {
    const plain = ['b', '["s","core",{"id":"Approved"}]', '["s","object",{"id":"x","name":"Order desk"}]']
    const status = ['b', '["s","chg",[{"after":"Approved","before":"Shipped","field":"Closed"}]]']
    expect(editWord([plain, ['o', ...status.slice(1)], status], 0)).toMatchObject({
      position: 2,
      from: 'Approved',
      to: 'Rejected',
      lines: ['b', '["s","chg",[{"after":"Rejected","before":"Shipped","field":"Closed"}]]'],
    })
    expect(editWord([plain], 0)).toMatchObject({ position: 0, from: 'Order desk', to: 'Order forged' })
    expect(editWord([['b', '["s","core",{}]']], 0)).toBeUndefined()
  })
})

describe('demo crash', () => {
  test('loses nothing, counts what it reads, and leaves nothing behind or running', async () => {
    const { code, stdout, stderr } = await run('demo', 'crash', '--kills', '2', '--json')
    expect(code, stdout + stderr).toBe(0)
    const outcome = JSON.parse(stdout)
    expect(outcome).toMatchObject({ kills: 2, lost: 0, twice: 0, brokenAnswers: 0, verdict: 'holds', good: true })
    expect(outcome.offered).toBeGreaterThan(100)
    expect(outcome.found).toBe(outcome.offered)
    expect(scratch()).toEqual([])
  })

  test('ends at once when it is interrupted, and takes its server and folder with it', async () => {
    const child = place.start(['demo', 'crash', '--kills', '100'], { TMPDIR: place.folder })
    const ended = new Promise<number | null>((done) => child.once('exit', done))
    while (!scratch().some((name) => readdirSync(join(place.folder, name)).includes('data'))) await pause()
    child.kill('SIGINT')
    expect(await ended).toBe(2)
    expect(scratch()).toEqual([])
  })

  test('refuses a number of kills that is none', async () => {
    const { code, stderr } = await run('demo', 'crash', '--kills', 'many')
    expect([code, stderr]).toEqual([2, expect.stringContaining('many is no number of kills')])
  })
})

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 20))
