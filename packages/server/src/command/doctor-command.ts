import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addCommand, type Call, type Ending } from './call.ts'
import { examine } from './doctor/examine.ts'
import type { Finding } from './doctor/finding.ts'
import { type ExitCode, exitCodes } from './failure.ts'
import { plural, type Screen } from './screen.ts'
import { defaults } from './settings.ts'

const text = {
  usage: 'doctor',
  summary: 'Look at the installation: versions, permissions, signer, disk, keys, what lies in the clear',
  more: 'Repairs nothing. Exit code 0 if nothing is broken (there may be advice), 1 if something is, 2 if there is nothing to look at.',
  examples: ['daybook doctor', 'daybook doctor --data ./my-data --json'],
}

export function addDoctorCommand(program: Command, ending: Ending): void {
  addCommand(program, text, ending, doctor)
    .option('--data <dir>', `data folder (default: ${defaults.data})`)
    .option('--keys <dir>', 'keys folder (default: the data folder’s name and “-keys”, beside it)')
}

async function doctor(call: Call): Promise<ExitCode> {
  const data = resolve(call.settings.data ?? defaults.data)
  const keys = resolve(call.settings.keys ?? `${data}-keys`)
  const findings = await examine({ data, keys, settings: call.settings })
  const broken = findings.filter(({ verdict }) => verdict === 'broken').length
  const advice = findings.filter(({ verdict }) => verdict === 'advice').length
  call.screen.document({ data, keys, broken, advice, findings })
  for (const finding of findings) tell(call.screen, finding)
  call.screen.say(
    broken > 0
      ? `${plural(broken, 'thing')} broken, ${plural(advice, 'piece')} of advice.`
      : `Nothing is broken; ${plural(advice, 'piece')} of advice.`,
  )
  if (findings.some(({ name }) => name === 'no_data_folder')) return exitCodes.unknown
  return broken > 0 ? exitCodes.no : exitCodes.ok
}

function tell(screen: Screen, { verdict, detail, todo }: Finding): void {
  const mark = {
    ok: screen.style('green', 'ok    '),
    advice: screen.style('yellow', 'advice'),
    broken: screen.style('red', 'broken'),
  }[verdict]
  screen.say(`${mark}  ${detail}`)
  if (todo !== undefined) screen.say(`        ${todo}`)
}
