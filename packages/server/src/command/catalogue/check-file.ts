import { checkCatalogue } from '@daybook/core'
import { argument, type Call } from '../call.ts'
import { type ExitCode, exitCodes } from '../failure.ts'
import { plural } from '../screen.ts'
import { loadCatalogue } from './load-catalogue.ts'

export async function checkFile(call: Call): Promise<ExitCode> {
  const file = argument(call, 0)
  const catalogue = await loadCatalogue(file)
  const findings = checkCatalogue(catalogue)
  const errors = findings.filter(({ severity }) => severity === 'error')
  call.screen.document({ file, actions: Object.keys(catalogue.actions).length, errors: errors.length, findings })
  for (const { severity, sentence, pointer } of findings) {
    const mark = severity === 'error' ? call.screen.style('red', 'error  ') : call.screen.style('yellow', 'warning')
    call.screen.say(`${mark}  ${sentence}  ${call.screen.style('dim', pointer)}`)
  }
  const counted = `${plural(errors.length, 'error')}, ${plural(findings.length - errors.length, 'warning')}`
  call.screen.say(
    `${file}: ${plural(Object.keys(catalogue.actions).length, 'action')}, ${findings.length === 0 ? 'nothing to say' : counted}.`,
  )
  return errors.length > 0 ? exitCodes.no : exitCodes.ok
}
