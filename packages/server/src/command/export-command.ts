import { createWriteStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { BadArchive, readTar, writeFolder, writeZip } from '../bundle/index.ts'
import { trailPath } from './answer.ts'
import { addCommand, type Call, type Ending, flagText, talksToDaybook } from './call.ts'
import { chosenTrail } from './chosen-trail.ts'
import { type Client, openClient } from './client.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { count, type Screen } from './screen.ts'
import { QueryRefused, queryRefusal, tellQueryRefused } from './search/query-refused.ts'

const text = {
  usage: 'export',
  summary: 'Export a trail, or what a query finds: as a bundle that anyone can verify, or as rows',
  more:
    'A bundle is a folder with the events, the hashes and the signed checkpoint; --zip packs it into one file. ndjson has one ' +
    'readable event a line, csv and xlsx one row an event for people; these prove nothing. With --query (docs/query.md), --from ' +
    'and --to only what is found leaves. Every export is an event on the trail itself.',
  examples: [
    'daybook export --trail orders --format bundle --out ./orders-export',
    'daybook export --trail orders --format bundle --out orders.zip --zip',
    'daybook export --trail orders --format ndjson --out orders.ndjson',
    'daybook export --trail orders --format xlsx --query "action:refund.*" --from 2026-11-01 --out refunds.xlsx',
  ],
}
const formats = ['bundle', 'ndjson', 'csv', 'xlsx']
const orders = ['recorded', 'recorded-desc', 'desc', 'asc']

export function addExportCommand(program: Command, ending: Ending): void {
  talksToDaybook(addCommand(program, text, ending, exportTrail))
    .requiredOption('--out <path>', 'the folder or file to make; for rows - is stdout')
    .option('--format <format>', 'bundle, ndjson, csv or xlsx', 'bundle')
    .option('--query <query>', 'only what this finds')
    .option('--from <time>', 'only what happened at or after: 2026-11-01, or with a time and its offset')
    .option('--to <time>', 'only what happened before')
    .option('--order <order>', 'of rows: recorded or recorded-desc by position; desc or asc by when it happened', 'recorded')
    .option('--zip', 'pack the bundle into a zip file')
    .option('--trail <name>', 'the trail; not needed where there is only one')
}

async function exportTrail(call: Call): Promise<ExitCode> {
  const format = flagText(call, 'format') ?? 'bundle'
  if (!formats.includes(format)) {
    throw new CommandFailure('bad_format', `There is no export format ${format}.`, { todo: `Formats: ${formats.join(', ')}.` })
  }
  const out = flagText(call, 'out') ?? ''
  const toStdout = out === '-'
  refuseContradiction(call, { format, toStdout })
  if (!toStdout) refuseToOverwrite(out)
  const client = await openClient(call.settings)
  try {
    const trail = await chosenTrail(call, client)
    const chunks = watched(await openExport(client, trail, parametersOf(call, format)), call.screen)
    if (toStdout) await toScreen(chunks, call.screen)
    else await toPath(chunks, { path: resolve(out), shape: shapeOf(call, format) })
    call.screen.endProgress()
    if (!toStdout) tell(call.screen, { trail, format, out })
    return exitCodes.ok
  } catch (error) {
    call.screen.endProgress()
    if (error instanceof BadArchive) throw brokenOff(error.message)
    if (!(error instanceof QueryRefused)) throw error
    tellQueryRefused(call.screen, error, flagText(call, 'query') ?? '')
    return error.exitCode
  } finally {
    await client.close()
  }
}

type Shape = 'file' | 'folder' | 'zip'
const shapeOf = (call: Call, format: string): Shape => (format !== 'bundle' ? 'file' : call.flags.zip === true ? 'zip' : 'folder')

function parametersOf(call: Call, format: string): URLSearchParams {
  const order = flagText(call, 'order') ?? 'recorded'
  if (!orders.includes(order))
    throw new CommandFailure('usage', `There is no order ${order}.`, { todo: `Orders: ${orders.join(', ')}.` })
  const given = { q: flagText(call, 'query'), from: flagText(call, 'from'), to: flagText(call, 'to'), order }
  const known = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return new URLSearchParams(Object.fromEntries([['format', format] as const, ...known]))
}

async function openExport(client: Client, trail: string, parameters: URLSearchParams): Promise<AsyncIterable<Uint8Array>> {
  const answer = await client.request(trailPath(trail, `/export?${parameters}`))
  if (!answer.ok) throw await queryRefusal(answer, client)
  if (answer.body === null) throw brokenOff('The server answered without a body.')
  return answer.body
}

/** Written beside its name first, so that a half export never looks like a whole one. */
async function toPath(
  chunks: AsyncIterable<Uint8Array>,
  target: { readonly path: string; readonly shape: Shape },
): Promise<void> {
  const part = `${target.path}.part`
  await mkdir(dirname(target.path), { recursive: true })
  await rm(part, { recursive: true, force: true })
  try {
    if (target.shape === 'folder') await writeFolder(readTar(chunks), part)
    else await pipeline(target.shape === 'zip' ? writeZip(readTar(chunks)) : chunks, createWriteStream(part, { flags: 'wx' }))
    await rm(target.path, { recursive: true, force: true })
    await rename(part, target.path)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

async function toScreen(chunks: AsyncIterable<Uint8Array>, screen: Screen): Promise<void> {
  for await (const chunk of chunks) screen.raw(chunk)
}

async function* watched(chunks: AsyncIterable<Uint8Array>, screen: Screen): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    screen.progress(() => `${count(Math.round(bytes / 1024))} KiB received`)
    yield chunk
  }
}

function refuseContradiction(call: Call, { format, toStdout }: { readonly format: string; readonly toStdout: boolean }): void {
  const say = (sentence: string, todo: string) => new CommandFailure('usage', sentence, { todo })
  if (format !== 'bundle' && call.flags.zip === true)
    throw say(`--zip packs a bundle, and this export is ${format}.`, 'Leave --zip away, or ask for --format bundle.')
  if (format === 'bundle' && flagText(call, 'order') !== 'recorded')
    throw say('A bundle is in the order of recording.', 'Leave --order away.')
  if (toStdout && format === 'bundle')
    throw say('A bundle is a folder, and stdout is none.', 'Name a folder with --out, or a file with --out and --zip.')
  if (toStdout && call.screen.json)
    throw say('stdout cannot carry both the events and the document of --json.', 'Leave --json away, or name a file with --out.')
}

/** An empty folder may be filled; anything else that is there stays as it is. */
function refuseToOverwrite(out: string): void {
  if (out === '') throw new CommandFailure('no_path', '--out needs a path.', { todo: 'Name the folder or file to make.' })
  if (!existsSync(out) || isEmptyFolder(out)) return
  throw new CommandFailure('path_taken', `${out} is there already.`, {
    todo: 'Choose another path, or remove it first.',
    exitCode: exitCodes.no,
  })
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0
  } catch {
    return false
  }
}

function tell(screen: Screen, done: { readonly trail: string; readonly format: string; readonly out: string }): void {
  screen.document(done)
  screen.say(`Trail ${done.trail} is exported to ${done.out}.`)
  if (done.format === 'bundle')
    screen.say(
      `Check it: daybook verify ${done.out} --policy POLICY-FILE\n(daybook trail policy ${done.trail} prints the policy.)`,
    )
}

const brokenOff = (why: string): CommandFailure =>
  new CommandFailure('export_broke_off', `The export broke off and nothing was kept: ${why}`, {
    todo: 'Run it again; "daybook doctor" looks at the server.',
  })
