import { expect } from 'vitest'
import { judge } from './oracle.ts'
import { World } from './world.ts'

/**
 * Thousands of worlds, each made from its seed alone, half of them in each of two test files so that two workers share
 * them. One that fails is run again by itself, the same in every detail:
 *
 *     DAYBOOK_SEED=828 npx vitest run packages/sdk/test/simulation/simulation.test.ts
 */
export const chosenSeed = process.env.DAYBOOK_SEED
const half = process.env.DAYBOOK_LONG ? 10_000 : 500
export const count = chosenSeed !== undefined ? 1 : half

/** The long campaign looks where nobody has looked before. */
export const firstSeed = (part: 0 | 1): number => {
  if (chosenSeed !== undefined) return Number(chosenSeed)
  return process.env.DAYBOOK_LONG ? Math.floor(Math.random() * 2 ** 31) : 1 + part * half
}

export const timeout = count * 1_000 + 60_000

export async function runWorlds(from: number): Promise<void> {
  const totals = { events: 0, requests: 0, powerCuts: 0, kills: 0, rollbacks: 0, fullDisks: 0 }
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
    totals.fullDisks += world.disk.refusals > 0 ? 1 : 0
  }
  if (chosenSeed === undefined) for (const total of Object.values(totals)) expect(total).toBeGreaterThan(count / 20)
}
