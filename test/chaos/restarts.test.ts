import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Prepared, prepare } from '../faults/running-server.ts'
import { Campaign, live } from './campaign.ts'

const restarts = process.env.DAYBOOK_LONG ? 50 : 5

let template: Prepared
beforeAll(() => {
  template = prepare()
})
afterAll(() => template.remove())

it(`loses nothing when the server is restarted ${restarts} times under load`, {
  timeout: 30_000 + restarts * 5_000,
}, async () => {
  const campaign = await Campaign.on(template, 10)
  try {
    await campaign.startServer()
    await campaign.startApplication()
    for (let restart = 0; restart < restarts; restart++) {
      await live(100)
      await campaign.stopServer()
      await campaign.startServer()
    }
    await campaign.finishApplication()
    expect(await campaign.missing()).toEqual([])
    const outcome = await campaign.verdict()
    expect(outcome).toMatchObject({ lost: [], twice: [], invented: [], faults: [], shed: 0, perished: 0 })
  } finally {
    await campaign.close()
  }
})
