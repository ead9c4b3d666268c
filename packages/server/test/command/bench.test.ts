import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { beside } from '../../src/command/bench/figures.ts'
import { Workplace } from './run-command.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.close())

const run = (...args: readonly string[]) => place.run(['bench', ...args], { TMPDIR: place.folder })

test('bench --quick measures every row beside its yardstick, says on what, and leaves nothing behind', {
  timeout: 120_000,
}, async () => {
  const { code, stdout, stderr } = await run('--quick', '--events', '200', '--rounds', '1', '--json')
  expect(code, stderr).toBe(0)
  const { machine, rows } = JSON.parse(stdout)
  expect(machine).toMatchObject({ node: process.version, cpu: expect.any(String), load: expect.any(Number) })
  expect(rows.map(({ name }: { name: string }) => name.split(':')[0])).toEqual([
    'append',
    'single events',
    'list',
    'search',
    'search',
    'verify',
  ])
  for (const { ratio, measured, beside: other } of rows) {
    expect(ratio).toBeGreaterThan(0)
    expect(ratio).toBeCloseTo(measured / other, 1 - Math.ceil(Math.log10(ratio)))
  }
  expect(readdirSync(place.folder)).toEqual([])
})

test('bench without --quick says what there is', async () => {
  const { code, stderr } = await run()
  expect([code, stderr]).toEqual([2, expect.stringContaining('Say --quick')])
  expect((await run('--quick', '--events', 'many')).code).toBe(2)
})

test('a row is the ratio of medians, after one pair to warm up', async () => {
  const ours = [1000, 10, 30, 20]
  const theirs = [1, 2, 3, 5]
  const row = { name: 'x', yardstick: 'y', unit: 'ms', better: 'lower' } as const
  expect(
    await beside(
      row,
      3,
      (i) => ours[i] ?? 0,
      (i) => theirs[i] ?? 0,
    ),
  ).toEqual({ ...row, ratio: 6.67, spread: [4, 10], measured: 20, beside: 3 })
})
