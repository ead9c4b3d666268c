import { it } from 'vitest'
import { judge } from './oracle.ts'
import { World } from './world.ts'

it('runs', { timeout: 600_000 }, async () => {
  const from = Number(process.env.DAYBOOK_SEED ?? 0)
  const count = Number(process.env.DAYBOOK_WORLDS ?? 100)
  const started = performance.now()
  let bad = 0
  let events = 0
  let steps = 0
  for (let seed = from; seed < from + count; seed++) {
    const world = new World(seed)
    await world.run()
    const wrong = judge(world)
    events += world.offered.length
    steps += world.scheduler.steps
    if (wrong.length > 0) {
      bad++
      console.log(seed, world.isTight ? 'tight' : 'roomy', `rollbacks ${world.server.rollbacks} cuts ${world.powerCuts} programs ${world.programs.map((p) => p.state)}`, wrong.slice(0, 4))
    }
  }
  console.log({ bad, events, steps, ms: performance.now() - started })
})
