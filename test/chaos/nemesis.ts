import { type Campaign, live } from './campaign.ts'
import type { Weather } from './chaos-proxy.ts'
import { SeededRandom } from './seeded-random.ts'

type Deed =
  | { readonly do: 'weather'; readonly weather: Weather; readonly forMs: number }
  | { readonly do: 'kill server' | 'stop server'; readonly downMs: number }
  | { readonly do: 'kill application' }
  | { readonly do: 'kill both'; readonly downMs: number }
  | { readonly do: 'turn clock' | 'turn server clock'; readonly byMs: number }
  /** Work that must be taken while nobody answers. */
  | { readonly do: 'work cut off'; readonly weather: Weather; readonly count: number }

const hourMs = 3_600_000

const weatherOf = (random: SeededRandom): Weather =>
  random.pick<() => Weather>([
    () => ({ kind: 'refused' }),
    () => ({ kind: 'request cut', bytes: random.between(0, 4_000) }),
    () => ({ kind: 'answer cut', bytes: random.between(0, 600) }),
    () => ({ kind: 'answer dropped' }),
    () => ({ kind: 'black hole' }),
    () => ({ kind: 'slow', delayMs: random.between(5, 120) }),
    () => ({ kind: 'reset' }),
    () => ({ kind: 'page', status: random.pick([200, 502] as const), forwarded: random.chance(0.5) }),
  ])()

const cuttingWeather = (random: SeededRandom): Weather =>
  random.pick<Weather>([{ kind: 'refused' }, { kind: 'black hole' }, { kind: 'page', status: 200, forwarded: false }])

/** What is done to one campaign, in order; follows from the seed. */
export const planOf = (seed: number, length: number): readonly Deed[] => {
  const random = new SeededRandom(seed)
  const deed = (): Deed => {
    const draw = random.next()
    if (draw < 0.55) return { do: 'weather', weather: weatherOf(random), forMs: random.between(40, 350) }
    if (draw < 0.67) return { do: 'kill server', downMs: random.between(0, 300) }
    if (draw < 0.8) return { do: 'kill application' }
    if (draw < 0.85) return { do: 'kill both', downMs: random.between(0, 200) }
    if (draw < 0.9)
      return { do: random.pick(['turn clock', 'turn server clock'] as const), byMs: random.pick([-30, -2, 1, 26, 200]) * hourMs }
    if (draw < 0.95) return { do: 'stop server', downMs: random.between(0, 200) }
    return { do: 'work cut off', weather: cuttingWeather(random), count: random.between(20, 60) }
  }
  // Every campaign has each of what it is about at least once.
  return [
    ...Array.from({ length }, deed),
    { do: 'work cut off', weather: cuttingWeather(random), count: 40 },
    { do: 'kill server', downMs: random.between(0, 300) },
    { do: 'kill application' },
  ]
}

/** Does the deeds, with a moment of fair weather between them. */
export async function haunt(campaign: Campaign, plan: readonly Deed[]): Promise<void> {
  const random = new SeededRandom(~campaign.seed)
  for (const deed of plan) {
    await live(random.between(20, 150))
    await commit(campaign, deed)
  }
}

async function commit(campaign: Campaign, deed: Deed): Promise<void> {
  switch (deed.do) {
    case 'weather':
      await campaign.proxy.turn(deed.weather)
      await live(deed.forMs)
      await campaign.proxy.turn({ kind: 'fair' })
      return
    case 'kill server':
      await campaign.killServer()
      await live(deed.downMs)
      await campaign.startServer()
      return
    case 'stop server':
      await campaign.stopServer()
      await live(deed.downMs)
      await campaign.startServer()
      return
    case 'kill application':
      await campaign.killApplication()
      await campaign.startApplication()
      return
    case 'kill both':
      await Promise.all([campaign.killServer(), campaign.killApplication()])
      await live(deed.downMs)
      await campaign.startApplication()
      await campaign.startServer()
      return
    case 'turn clock':
      await campaign.application.turnClock(deed.byMs)
      return
    case 'turn server clock':
      campaign.turnServerClock(deed.byMs)
      return
    case 'work cut off':
      await campaign.proxy.turn(deed.weather)
      // Answers only when all are taken: an application that waits for the server would wait here for ever.
      for (const mode of ['spooled', 'transactional', 'memory'] as const) await campaign.application.record(deed.count, mode)
      await campaign.proxy.turn({ kind: 'fair' })
      return
  }
}
