import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Prepared, prepare } from '../faults/running-server.ts'
import { Campaign, live } from './campaign.ts'

let template: Prepared
beforeAll(() => {
  template = prepare()
})
afterAll(() => template.remove())

/** More than there is room for, with nobody to take it; then the server comes. */
const overflow = async (campaign: Campaign) => {
  const application = await campaign.startApplication()
  for (let round = 0; round < 40; round++) await application.record(100, 'spooled', 700)
  const health = await application.health()
  await campaign.startServer()
  await campaign.finishApplication()
  const missing = await campaign.missing()
  return { health, missing, outcome: await campaign.verdict() }
}

it('counts on the trail what a full spool had no room for, to the event', async () => {
  const campaign = await Campaign.on(template, 1, { pauseMs: 0, diskBytes: 1024 * 1024, memoryBytes: 512 * 1024 })
  try {
    const { health, missing, outcome } = await overflow(campaign)
    expect(health.shed).toBeGreaterThan(0)
    expect(missing).toEqual([])
    expect(outcome).toMatchObject({ lost: [], twice: [], invented: [], faults: [] })
    expect(outcome.found + outcome.shed).toBe(4_000)
    expect(outcome.shed).toBe(health.shed)
  } finally {
    await campaign.close()
  }
})

/** A disk of its own for the spool, one and a half MiB large; undefined where mounting is not allowed. */
const smallDisk = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const path = mkdtempSync(join(tmpdir(), 'daybook-spool-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', path]).status === 0) return path
  rmSync(path, { recursive: true })
  return undefined
})()
afterAll(() => {
  if (smallDisk === undefined) return
  spawnSync('umount', ['-l', smallDisk])
  rmSync(smallDisk, { recursive: true, force: true })
})

/** Somebody else on the same disk takes the last page of it. */
const takeTheRest = (disk: string): void => {
  try {
    for (;;) appendFileSync(join(disk, 'other'), Buffer.alloc(1024, 1))
  } catch {
    // Now it is full.
  }
}

it.skipIf(smallDisk === undefined)(
  'tells by itself what a disk without any room cost, and takes events again, once the server is back (needs root and mount)',
  async () => {
    if (smallDisk === undefined) return
    const campaign = await Campaign.on(template, 2, { pauseMs: 0, spool: join(smallDisk, 'spool'), memoryBytes: 512 * 1024 })
    try {
      const application = await campaign.startApplication()
      for (let round = 0; round < 40; round++) await application.record(100, 'spooled', 700)
      takeTheRest(smallDisk)
      await application.record(100, 'spooled', 700)
      takeTheRest(smallDisk)
      await campaign.startServer()
      let health = await application.health()
      for (let look = 0; look < 300 && (health.gaps > 0 || health.spool.state !== 'ok'); look++) {
        await live(200)
        health = await application.health()
      }
      expect([health.gaps, health.spool.state]).toEqual([0, 'ok'])
      expect(health.shed).toBeGreaterThan(0)
      // What comes now is kept on the disk again, with whoever else fills it still there.
      await application.record(100, 'spooled', 700)
      expect((await application.health()).spool.state).toBe('ok')
      await campaign.finishApplication()
      expect(await campaign.missing()).toEqual([])
      const outcome = await campaign.verdict()
      expect(outcome).toMatchObject({ lost: [], twice: [], invented: [], faults: [] })
      expect([outcome.found + outcome.shed, outcome.shed]).toEqual([4_200, health.shed])
    } finally {
      await campaign.close()
    }
  },
)
