import { it } from 'vitest'
import { chosenSeed, count, firstSeed, runWorlds, timeout } from './campaign.ts'

it.skipIf(chosenSeed !== undefined)(`keeps every promise in ${count} more simulated worlds`, { timeout }, () =>
  runWorlds(firstSeed(1)),
)
