import type { Catalogue, CatalogueChange } from '@daybook/core'
import { ask, trailPath } from '../answer.ts'
import { argument, type Call, flagText } from '../call.ts'
import { chosenTrail } from '../chosen-trail.ts'
import { openClient } from '../client.ts'
import { type ExitCode, exitCodes } from '../failure.ts'
import { plural } from '../screen.ts'
import { changeTexts } from './diff-file.ts'
import { loadCatalogue } from './load-catalogue.ts'

export async function pushFile(call: Call): Promise<ExitCode> {
  const catalogue = await loadCatalogue(argument(call, 0))
  const client = await openClient(call.settings)
  try {
    const trail = await chosenTrail(call, client)
    const pushed = await ask<{ readonly version: number; readonly changes: readonly CatalogueChange[] }>(
      client,
      'PUT',
      trailPath(trail, '/catalogue'),
      catalogue,
    )
    call.screen.document({ trail, ...pushed })
    const what = pushed.changes.length === 0 ? 'nothing changed' : plural(pushed.changes.length, 'change')
    call.screen.say(`Trail ${trail} records under catalogue version ${pushed.version}: ${what}.`)
    for (const line of changeTexts(pushed.changes)) call.screen.say(`  ${line}`)
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

export async function pullCatalogue(call: Call): Promise<ExitCode> {
  const revision = flagText(call, 'revision')
  const client = await openClient(call.settings)
  try {
    const trail = await chosenTrail(call, client)
    const path = `/catalogue${revision === undefined ? '' : `/${encodeURIComponent(revision)}`}`
    const { version, catalogue } = await ask<{ readonly version: number; readonly catalogue: Catalogue }>(
      client,
      'GET',
      trailPath(trail, path),
    )
    call.screen.document({ trail, version, catalogue })
    call.screen.say(JSON.stringify(catalogue, null, 2))
    return exitCodes.ok
  } finally {
    await client.close()
  }
}
