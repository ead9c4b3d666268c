import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Prepared, prepare } from '../faults/running-server.ts'
import { Campaign, type Outcome } from './campaign.ts'
import { Lanes } from './lanes.ts'
import { haunt, planOf } from './nemesis.ts'

/**
 * The real server and an application with the real recorder, with a network between them that breaks in every way it
 * can, and kills of both. One seed again: DAYBOOK_CHAOS_SEED=<seed> npx vitest run test/chaos/chaos.test.ts
 */
const given = process.env.DAYBOOK_CHAOS_SEED
const count = process.env.DAYBOOK_LONG ? 100 : 3
const first = Math.floor(Math.random() * 1_000_000_000)
const seeds = given === undefined ? Array.from({ length: count }, (_, at) => first + at) : given.split(',').map(Number)
const deeds = process.env.DAYBOOK_LONG ? 16 : 6

let template: Prepared
const outcomes: Outcome[] = []
beforeAll(() => {
  template = prepare()
})
afterAll(() => {
  template.remove()
  const sum = (value: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + value(outcome), 0)
  const most = (value: (outcome: Outcome) => number) => Math.max(0, ...outcomes.map(value)).toFixed(0)
  console.log(
    `${shown(sum(({ promised }) => promised))} events taken, ${shown(sum(({ found }) => found))} found, ${sum(({ lost }) => lost.length)} lost, ${sum(({ twice }) => twice.length)} twice; ${sum(({ kills }) => kills)} kills, ${sum(({ failures }) => failures)} network failures survived in ${outcomes.length} campaigns. Beside them ${sum(({ unpromised }) => unpromised)} found whose answer a kill cut off, and ${sum(({ perished }) => perished)} of memory only, killed with their process, as the trail says. Longest record() ${most(({ recordMs }) => recordMs)} ms, longest pause of the application's event loop ${most(({ loopMs }) => loopMs)} ms, here.`,
  )
})
const shown = (value: number): string => value.toLocaleString('en-US')

// Two at a time, since much of a campaign is waiting; the timeout has the waiting for a lane in it.
const lanes = new Lanes(2)
describe.concurrent('an application and a server that are killed, with a network that breaks', {
  timeout: 300_000 + seeds.length * 60_000,
}, () => {
  it.each(seeds)('end with every event on the trail once (seed %i)', (seed) =>
    lanes.run(async () => {
      const campaign = await Campaign.on(template, seed)
      try {
        await campaign.startServer()
        await campaign.startApplication()
        await haunt(campaign, planOf(seed, deeds))
        await campaign.finishApplication()
        expect(await campaign.missing()).toEqual([])
        const outcome = await campaign.verdict()
        outcomes.push(outcome)
        expect(outcome).toMatchObject({ lost: [], twice: [], invented: [], faults: [], shed: 0 })
        expect(outcome.found).toBeGreaterThan(0)
      } finally {
        await campaign.close()
      }
    }),
  )
})
