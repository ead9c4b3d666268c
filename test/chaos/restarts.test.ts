import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Prepared, prepare } from '../faults/running-server.ts'
import { Campaign, live } from './campaign.ts'

const restarts = process.env.DAYBOOK_LONG ? 50 : 2

let template: Prepared
beforeAll(() => {
  template = prepare()
})
afterAll(() => template.remove())

/** What the server knows of the numbers, without the times, which are those of hearing and not of recording. */
const numbersOf = async (campaign: Campaign) =>
  (await campaign.producers()).map(({ producer, firstSeq, seq, missing, lost, repeated }) => ({
    producer,
    firstSeq,
    seq,
    missing,
    lost,
    repeated,
  }))

it(`loses nothing when the server is stopped or killed ${restarts} times under load, and knows every number afterwards`, {
  timeout: 300_000 + restarts * 10_000,
}, async () => {
  const campaign = await Campaign.on(template, 10)
  try {
    await campaign.startServer()
    await campaign.startApplication()
    for (let restart = 0; restart < restarts; restart++) {
      await live(100)
      await (restart % 2 === 0 ? campaign.stopServer() : campaign.killServer())
      await campaign.startServer()
    }
    await campaign.finishApplication()
    const known = await numbersOf(campaign)
    expect(known.length).toBeGreaterThan(0)
    expect(known.every(({ missing, repeated }) => missing === 0 && repeated === 0)).toBe(true)

    await campaign.stopServer()
    const access = new DatabaseSync(join(campaign.prepared.data, 'access.db'))
    access.exec('DELETE FROM producer_states; DELETE FROM producer_marks')
    access.close()
    await campaign.startServer()
    expect(await numbersOf(campaign)).toEqual(known)

    const outcome = await campaign.verdict()
    expect(outcome).toMatchObject({ lost: [], twice: [], invented: [], faults: [], shed: 0, perished: 0 })
  } finally {
    await campaign.close()
  }
})
