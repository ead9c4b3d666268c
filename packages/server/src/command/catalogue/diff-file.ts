import { type Catalogue, type CatalogueChange, diffCatalogues } from '@daybook/core'
import { refusalOf, trailPath } from '../answer.ts'
import { argument, type Call } from '../call.ts'
import { chosenTrail } from '../chosen-trail.ts'
import { openClient } from '../client.ts'
import { type ExitCode, exitCodes } from '../failure.ts'
import { loadCatalogue } from './load-catalogue.ts'

export async function diffFile(call: Call): Promise<ExitCode> {
  const [file = '', other] = call.args
  const changes =
    other === undefined
      ? diffCatalogues(await trailCatalogue(call), await loadCatalogue(argument(call, 0)))
      : diffCatalogues(await loadCatalogue(file), await loadCatalogue(other))
  call.screen.document({ changes })
  if (changes.length === 0) call.screen.say('Nothing differs.')
  for (const line of changeTexts(changes)) call.screen.say(line)
  return exitCodes.ok
}

/** Changes as lines for people; those that old or running programs may feel are marked. */
export const changeTexts = (changes: readonly CatalogueChange[]): readonly string[] =>
  changes.map(({ sentence, breaking }) => `${breaking ? '!' : '·'} ${sentence}`)

/** The catalogue a trail records under now; an empty one where none was pushed yet. */
async function trailCatalogue(call: Call): Promise<Catalogue> {
  const client = await openClient(call.settings)
  try {
    const trail = await chosenTrail(call, client)
    const answer = await client.request(trailPath(trail, '/catalogue'))
    if (answer.status === 404 && (await client.request(trailPath(trail))).ok) return { objects: {}, actions: {} }
    if (!answer.ok) throw await refusalOf(answer, client)
    return ((await answer.json()) as { readonly catalogue: Catalogue }).catalogue
  } finally {
    await client.close()
  }
}
