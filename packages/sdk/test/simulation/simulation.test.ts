import { expect, it } from 'vitest'
import { judge } from './oracle.ts'
import { World } from './world.ts'

/**
 * Thousands of worlds, each made from its seed alone. One that fails is run again by itself, the same in every detail:
 *
 *     DAYBOOK_SEED=828 npx vitest run packages/sdk/test/simulation/simulation.test.ts
 */
const chosen = process.env.DAYBOOK_SEED
const count = chosen !== undefined ? 1 : process.env.DAYBOOK_LONG ? 20_000 : 2_000
// The long campaign looks where nobody has looked before.
const from = chosen !== undefined ? Number(chosen) : process.env.DAYBOOK_LONG ? Math.floor(Math.random() * 2 ** 31) : 1

it(`keeps every promise in ${count} simulated worlds`, { timeout: count * 1_000 + 60_000 }, async () => {
  const totals = { events: 0, requests: 0, powerCuts: 0, kills: 0, rollbacks: 0 }
  for (let seed = from; seed < from + count; seed++) {
    const world = new World(seed)
    await world.run()
    expect(
      judge(world),
      `seed ${seed}: DAYBOOK_SEED=${seed} npx vitest run packages/sdk/test/simulation/simulation.test.ts`,
    ).toEqual([])
    totals.events += world.offered.length
    totals.requests += world.net.requests
    totals.powerCuts += world.powerCuts
    totals.kills += world.programs.filter(({ state }) => state === 'killed').length
    totals.rollbacks += world.server.rollbacks
  }
  if (chosen === undefined) for (const total of Object.values(totals)) expect(total).toBeGreaterThan(count / 20)
})

it('is the same world every time', async () => {
  const run = async () => {
    const world = new World(4)
    await world.run()
    return { steps: world.scheduler.steps, requests: world.net.requests, trail: world.server.events.map(({ text }) => text) }
  }
  expect(await run()).toEqual(await run())
})
