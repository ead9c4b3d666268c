import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { ask, trailPath } from './answer.ts'
import { addCommand, type Call, type CommandText, type Ending, talksToDaybook } from './call.ts'
import { chosenTrail } from './chosen-trail.ts'
import { type Client, openClient } from './client.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { count, type Screen } from './screen.ts'

interface IndexState {
  readonly state: 'starting' | 'following' | 'full' | 'failing'
  readonly size: number
  readonly behind: number
  readonly because?: string
}

const rebuildText: CommandText = {
  usage: 'rebuild',
  summary: 'Make the search index of a trail again from its record',
  more: 'The record is not touched, and recording goes on. Searches find less until it is done. Waits until it is.',
  examples: ['daybook index rebuild --trail orders', 'daybook index rebuild --trail orders --json'],
}

export function addIndexCommands(program: Command, ending: Ending): void {
  const index = program
    .command('index')
    .summary('look after the search index')
    .description('The index answers searches. It can be thrown away at any time: everything in it is made from the record.')
  talksToDaybook(addCommand(index, rebuildText, ending, rebuild)).option(
    '--trail <name>',
    'the trail; not needed where there is only one',
  )
}

async function rebuild(call: Call): Promise<ExitCode> {
  const client = await openClient(call.settings)
  try {
    const trail = await chosenTrail(call, client)
    const begun = Date.now()
    await ask<IndexState>(client, 'POST', trailPath(trail, '/index/rebuild'), {})
    const { size } = await untilDone(client, trail, call.screen)
    call.screen.document({ trail, size, seconds: (Date.now() - begun) / 1000 })
    call.screen.say(`The index of ${trail} is made again: ${count(size)} positions can be searched.`)
    return exitCodes.ok
  } finally {
    call.screen.endProgress()
    await client.close()
  }
}

const pollMs = 200

/** Up to everything that was there when it looked last: a trail that goes on growing is followed, not waited for. */
async function untilDone(client: Client, trail: string, screen: Screen): Promise<IndexState> {
  let wanted: number | undefined
  for (;;) {
    const now = await ask<IndexState>(client, 'GET', trailPath(trail, '/index'))
    wanted ??= now.size + now.behind
    if (now.size >= wanted) return now
    if (now.state === 'full' || now.state === 'failing') throw stuck(now)
    screen.progress(() => `${count(now.size)} of ${count(wanted ?? 0)} positions`)
    await sleep(pollMs)
  }
}

const stuck = ({ state, because }: IndexState): CommandFailure =>
  state === 'full'
    ? new CommandFailure('storage_full', 'The index cannot be made: the disk is full.', {
        todo: 'Make room; it goes on by itself.',
      })
    : new CommandFailure('index_unavailable', `The index cannot be made: ${because ?? 'the server does not say why'}`, {
        todo: 'The server tries again by itself; its log says more. "daybook verify" says whether the record is whole.',
      })
