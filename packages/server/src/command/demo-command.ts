import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { addCommand, type Call, type Ending, flagText } from './call.ts'
import type { TamperWhat } from './demo/tamper.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { count, plural } from './screen.ts'
import { defaults } from './settings.ts'

const crashText = {
  usage: 'crash',
  summary: 'Kill a server under load, again and again, and count what is lost',
  more:
    'Starts a real server on a temporary folder, feeds it over HTTP, kills it with SIGKILL while it takes events, starts it ' +
    'again, and at the end reads the whole trail and counts. Takes less than half a minute; nothing is left behind. ' +
    'Exit code 0 if nothing is lost, stored twice or broken, 1 otherwise.',
  examples: ['daybook demo crash', 'daybook demo crash --kills 40', 'daybook demo crash --json'],
}

const tamperText = {
  usage: 'tamper',
  summary: 'Change copies of a trail in six ways, and see which check finds which',
  more:
    'Makes a small trail in a temporary folder (or takes a copy of yours: --data), changes copies of it as somebody with the ' +
    'file would, and verifies the original and every copy. Nothing is left behind, and your folder is only read. ' +
    'Exit code 0 if the original holds and every change is found by the checks that should, 1 otherwise.',
  examples: ['daybook demo tamper', 'daybook demo tamper --data ./daybook-data --trail orders', 'daybook demo tamper --json'],
}

export function addDemoCommands(program: Command, ending: Ending): void {
  const demo = program
    .command('demo')
    .summary('see for yourself: a changed copy is found, a killed server loses nothing')
    .description('Two experiments on temporary folders. Each prints what it found, and leaves nothing behind.')
  addCommand(demo, tamperText, ending, demoTamper)
    .option('--data <dir>', 'take a copy of a trail in this data folder instead of making one')
    .option('--keys <dir>', 'its keys folder, read for the public keys and the signer’s memory (default: beside it)')
    .option('--trail <name>', 'the trail, where the data folder has several')
  addCommand(demo, crashText, ending, demoCrash).option(
    '--kills <number>',
    'how often the server is killed, however long it takes (default: 12, or what fits into 20 seconds)',
  )
}

const [usualKills, usualMs] = [12, 20_000]

async function demoCrash(call: Call): Promise<ExitCode> {
  const asked = flagText(call, 'kills')
  const most = asked === undefined ? usualKills : killsOf(asked)
  const patienceMs = asked === undefined ? usualMs : Number.POSITIVE_INFINITY
  const [{ crash }, { inScratch }] = await Promise.all([import('./demo/crash.ts'), import('./trial/scratch.ts')])
  const { screen } = call
  const howOften = `${asked === undefined ? 'up to ' : ''}${plural(most, 'time')}`
  screen.say(`A server takes events from four clients and is killed ${howOften} while it does. A moment …`)
  const onProgress = (killed: number, offered: number): void =>
    screen.progress(() => `${killed} of ${most} kills, ${count(offered)} events offered`)
  const outcome = await inScratch((scratch) => crash({ kills: most, patienceMs, onProgress }, scratch))
  screen.endProgress()
  const good = outcome.lost + outcome.twice + outcome.brokenAnswers === 0 && outcome.verdict === 'holds'
  screen.document({ ...outcome, good })
  const line = `${count(outcome.offered)} events offered, ${count(outcome.found)} found, ${count(outcome.lost)} lost, ${count(outcome.twice)} twice; ${plural(outcome.kills, 'kill')}.`
  screen.say(screen.style(good ? 'green' : 'red', line))
  screen.say(`${plural(outcome.cutOff, 'request')} cut off by a kill and sent again under the same ids.`)
  if (outcome.brokenAnswers > 0)
    screen.say(`${plural(outcome.brokenAnswers, 'event')} not where the answer had said; that must not happen.`)
  screen.say(`Verified where it is stored: ${outcome.closing}`)
  return good ? exitCodes.ok : exitCodes.no
}

async function demoTamper(call: Call): Promise<ExitCode> {
  const [{ tamper }, { tellTampering }, { inScratch }] = await Promise.all([
    import('./demo/tamper.ts'),
    import('./demo/tell-tampering.ts'),
    import('./trial/scratch.ts'),
  ])
  const what = call.flags.data === undefined ? undefined : ownTrail(call)
  const outcome = await inScratch((scratch) => tamper(what, scratch))
  tellTampering(call.screen, outcome)
  return outcome.good ? exitCodes.ok : exitCodes.no
}

/** Read where it lies, beside a server too: nothing is opened as its owner. */
function ownTrail({ settings }: Call): TamperWhat {
  const data = resolve(settings.data ?? defaults.data)
  const folder = join(data, 'trails')
  const trails = existsSync(folder) ? readdirSync(folder) : []
  const trail = settings.trail ?? (trails.length === 1 ? trails[0] : undefined)
  const keys = resolve(settings.keys ?? `${data}-keys`)
  if (trail !== undefined) return { data, trail, keys }
  throw new CommandFailure('no_trail', `Which trail of ${data}?`, {
    todo: trails.length === 0 ? 'It has none; leave --data away.' : `Name it with --trail: ${trails.join(', ')}.`,
  })
}

function killsOf(text: string): number {
  const kills = Number(text)
  if (/^\d+$/.test(text) && kills >= 1 && kills <= 10_000) return kills
  throw new CommandFailure('usage', `${text} is no number of kills.`, { todo: 'Give a number from 1 to 10000.' })
}
