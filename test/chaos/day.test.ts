import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Prepared, prepare } from '../faults/running-server.ts'
import { Campaign } from './campaign.ts'

/**
 * What is simulated is time, for the application alone: its wall clock and the clock and timers of its recorder run
 * 20,000 times as fast while the server is down, so that a day of waiting and trying again takes some seconds. Server,
 * network, disk and processes are real.
 */
const dayMs = 24 * 3_600_000
const timesFaster = 20_000

let template: Prepared
beforeAll(() => {
  template = prepare()
})
afterAll(() => template.remove())

it('loses nothing of a day without a server, and never waits for it', async () => {
  const campaign = await Campaign.on(template, 24, { pauseMs: 0 })
  const application = await campaign.startApplication()
  try {
    await application.pace(timesFaster)
    let elapsedMs = 0
    while (elapsedMs < dayMs) {
      // Each answers when all of it is taken: nobody is there who could answer for it but the application's own disk.
      await application.record(40, 'spooled')
      await application.record(10, 'transactional')
      await application.record(5, 'memory')
      elapsedMs = await application.elapsed()
    }
    const health = await application.health()
    expect(health.state).toBe('retrying')
    expect(health.shed).toBe(0)
    expect(Date.parse(health.oldestWaiting ?? '')).toBeLessThan(Date.now() + dayMs / 2)

    await application.pace(1)
    await campaign.startServer()
    await campaign.finishApplication()
    expect(await campaign.missing()).toEqual([])
    const outcome = await campaign.verdict()
    expect(outcome).toMatchObject({ lost: [], twice: [], invented: [], faults: [], shed: 0, perished: 0 })
    expect(outcome.found).toBeGreaterThan(100)
    console.log(
      `${outcome.promised} events taken in ${(elapsedMs / 3_600_000).toFixed(1)} simulated hours without a server, ${outcome.found} found, ${outcome.lost.length} lost, ${outcome.twice.length} twice.`,
    )
  } finally {
    await campaign.close()
  }
})
