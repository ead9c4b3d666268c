import type { Command } from 'commander'
import { addCommand, type Call, type Ending, flagText, talksToDaybook } from './call.ts'
import { chosenTrail } from './chosen-trail.ts'
import { openClient } from './client.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { count } from './screen.ts'
import { searchPages, untilIndexed } from './search/pages.ts'
import { QueryRefused, tellQueryRefused } from './search/query-refused.ts'
import { tellFound } from './search/tell-found.ts'

const text = {
  usage: 'search [query...]',
  summary: 'Find events: one sentence a line, newest first',
  more:
    'QUERY is the query language of docs/query.md: words, "phrases", filters such as actor:maria or -source:automation, ( ), OR. ' +
    'Without one it lists the newest. Times on screen are those of this machine. ' +
    'With --json the answer is one document: {trail, query, total, index, nextCursor, data}. Exit code 0 also where nothing ' +
    'matches, 2 where the query cannot be read.',
  examples: [
    'daybook search "damaged goods" --trail orders',
    "daybook search 'actor:maria action:order.* -source:automation' --limit 50",
    'daybook search status:Approved --from 2026-11-01 --to 2026-12-01 --order asc',
    'daybook search -source:user_action --json',
  ],
}
const orders = ['desc', 'asc', 'recorded', 'recorded-desc']

export function addSearchCommand(program: Command, ending: Ending): void {
  talksToDaybook(addCommand(program, text, ending, search))
    // What begins with one hyphen is a word or filter that must not match.
    .allowUnknownOption()
    .option('--trail <name>', 'the trail; not needed where there is only one')
    .option('--limit <number>', 'at most so many events', '20')
    .option('--order <order>', 'desc or asc by when it happened; recorded or recorded-desc by position', 'desc')
    .option('--from <time>', 'happened at or after: 2026-11-01, or with a time and its offset')
    .option('--to <time>', 'happened before')
}

async function search(call: Call): Promise<ExitCode> {
  refuseUnknownFlags(call)
  const query = call.args.join(' ').trim()
  const limit = limitOf(flagText(call, 'limit') ?? '')
  const parameters = parametersOf(call, query)
  const { screen } = call
  const client = await openClient(call.settings)
  try {
    const trail = await chosenTrail(call, client)
    // Nobody else keeps the index of a folder that no server has open: its way is waited for, and shown.
    if (client.inProcess) {
      await untilIndexed(client, trail, ({ size, behind }) =>
        screen.progress(() => `indexing: ${count(size)} of ${count(size + behind)} events`),
      )
      screen.endProgress()
    }
    const found = await searchPages(client, { trail, parameters, limit })
    const { data, ...rest } = found
    screen.document({ trail, query, ...rest, data })
    tellFound(screen, found, limit)
    return exitCodes.ok
  } catch (error) {
    screen.endProgress()
    if (!(error instanceof QueryRefused)) throw error
    tellQueryRefused(screen, error, query)
    return error.exitCode
  } finally {
    await client.close()
  }
}

function refuseUnknownFlags({ args }: Call): void {
  const flag = args.find((argument) => argument.startsWith('--'))
  if (flag === undefined) return
  throw new CommandFailure('usage', `unknown option '${flag}'`, { todo: 'daybook search --help shows what it takes.' })
}

function parametersOf(call: Call, query: string): { readonly [name: string]: string } {
  const order = flagText(call, 'order') ?? 'desc'
  if (!orders.includes(order))
    throw new CommandFailure('usage', `There is no order ${order}.`, { todo: `Orders: ${orders.join(', ')}.` })
  const [from, to] = [flagText(call, 'from'), flagText(call, 'to')]
  return {
    order,
    ...(query === '' ? {} : { q: query }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 100_000) return limit
  throw new CommandFailure('usage', `${text} is no limit.`, {
    todo: 'Give a number from 1 to 100000; "daybook export" takes everything.',
  })
}
