import type { Command } from 'commander'
import { type Machine, machine, type Row } from './bench/figures.ts'
import { addCommand, type Call, type Ending } from './call.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { columns } from './screen.ts'

const text = {
  usage: 'bench',
  summary: 'Measure this machine: appending, searching and verifying, each beside a yardstick',
  more:
    'Starts a real server on a temporary folder and measures it in turns with what the same machine does without it, within ' +
    'about a minute. Believe the ratios: they hold on a busy machine too, absolute figures do not. Leaves nothing behind, ' +
    'also when it is stopped with Ctrl-C.',
  examples: ['daybook bench --quick', 'daybook bench --quick --json'],
}

export function addBenchCommand(program: Command, ending: Ending): void {
  addCommand(program, text, ending, bench)
    .option(
      '--quick',
      'the rows that fit into a minute; there are no others here, the long ones are in the source’s bench folder',
    )
    .option('--events <number>', 'events of one round of appending', '10000')
    .option('--rounds <number>', 'pairs measured for each row', '3')
}

async function bench(call: Call): Promise<ExitCode> {
  if (call.flags.quick !== true)
    throw new CommandFailure('usage', 'Say --quick: the long measurements are no part of the command.', {
      todo: 'In a clone, "npm run bench" runs them.',
    })
  const [events, rounds] = [numberOf(call, 'events', 100, 1_000_000), numberOf(call, 'rounds', 1, 50)]
  const [{ quickBench }, { inScratch }] = await Promise.all([import('./bench/quick.ts'), import('./trial/scratch.ts')])
  const before = machine()
  const { screen } = call
  screen.say(`${before.cpu}, ${before.memoryGiB} GiB, ${before.platform}, Node ${before.node}, load ${before.load}.`)
  screen.say('Measuring, about a minute …\n')
  const onProgress = (name: string): void => screen.progress(() => name)
  const rows = await inScratch((scratch) => quickBench({ events, rounds, onProgress }, scratch))
  screen.endProgress()
  const after = machine()
  screen.document({ machine: before, loadAfter: after.load, rows })
  screen.say(columns([['WHAT', 'RATIO', 'SPREAD', 'MEASURED', 'YARDSTICK'], ...rows.map(cells)]))
  screen.say(`\nYardsticks:`)
  for (const yardstick of new Set(rows.map((row) => row.yardstick))) {
    const numbers = rows.flatMap((row, i) => (row.yardstick === yardstick ? [i + 1] : []))
    screen.say(`  ${numbers.join(', ')}  ${yardstick}`)
  }
  screen.say(`\n${closing(before, after)}`)
  return exitCodes.ok
}

const cells = ({ name, ratio, spread, measured, beside, unit, better }: Row, i: number): readonly string[] => [
  `${i + 1}  ${name}`,
  `${ratio} ${better === 'higher' ? '↑' : '↓'}`,
  `${spread[0]}–${spread[1]}`,
  `${figure(measured)} ${unit}`,
  `${figure(beside)} ${unit}`,
]

const figure = (value: number): string => (value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(value))

function closing(before: Machine, after: Machine): string {
  const cores = Number(before.cpu.split(' ')[0])
  const busy = before.load > cores / 2 ? ' The machine was busy with other things before this began.' : ''
  return `A ratio is measured by yardstick: ↑ more is better, ↓ less is better. Load at the end: ${after.load}.${busy}`
}

function numberOf(call: Call, name: string, least: number, most: number): number {
  const value = String(call.flags[name] ?? '')
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= least && number <= most) return number
  throw new CommandFailure('usage', `${value} is no number of ${name}.`, { todo: `Give a number from ${least} to ${most}.` })
}
