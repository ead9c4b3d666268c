import { expect, it } from 'vitest'
import { count, firstSeed, runWorlds, timeout } from './campaign.ts'
import { World } from './world.ts'

it(`keeps every promise in ${count} simulated worlds`, { timeout }, () => runWorlds(firstSeed(0)))

it('is the same world every time', async () => {
  const run = async () => {
    const world = new World(4)
    await world.run()
    return { steps: world.scheduler.steps, requests: world.net.requests, trail: world.server.events.map(({ text }) => text) }
  }
  expect(await run()).toEqual(await run())
})
