import { writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { argument, type Call, flagText } from '../call.ts'
import { type ExitCode, exitCodes } from '../failure.ts'
import { planPage } from '../plan/plan-page.ts'
import { loadCatalogue } from './load-catalogue.ts'

export async function planFile(call: Call): Promise<ExitCode> {
  const file = argument(call, 0)
  const catalogue = await loadCatalogue(file)
  const page = planPage(catalogue, { title: titleOf(file), madeAt: new Date().toISOString() })
  const out = flagText(call, 'out')
  const actions = Object.keys(catalogue.actions).length
  call.screen.document({
    file,
    actions,
    notLogged: catalogue.notLogged?.length ?? 0,
    ...(out === undefined ? { page } : { out }),
  })
  if (out === undefined) call.screen.say(page)
  else {
    writeFileSync(out, page)
    call.screen.say(`${out} has the plan, ready to be read and signed.`)
  }
  return exitCodes.ok
}

/** The file's own name, or its folder's where the file is called `daybook.catalogue.ts` as usual. */
function titleOf(file: string): string {
  const name = basename(file).replace(/(\.catalogue)?\.(ts|js|mjs|json)$/, '')
  return name === 'daybook' || name === 'catalogue' ? basename(dirname(resolve(file))) : name
}
