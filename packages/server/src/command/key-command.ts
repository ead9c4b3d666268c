import type { Command } from 'commander'
import { ask, trailPath } from './answer.ts'
import { addCommand, argument, type Call, type Ending, flagText, talksToDaybook } from './call.ts'
import { chosenTrail } from './chosen-trail.ts'
import { type Client, openClient } from './client.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { columns } from './screen.ts'

interface CreatedKey {
  readonly key: string
  readonly id: string
}
interface KeyFacts {
  readonly id: string
  readonly role: string
  readonly name: string | null
  readonly reads: string | null
  readonly createdAt: string
  readonly revokedAt: string | null
}
const roles = ['writer', 'reader', 'admin']

export function addKeyCommands(program: Command, ending: Ending): void {
  const key = program
    .command('key')
    .summary('create, list and revoke access keys')
    .description('An access key opens one trail in one role: writer, reader or admin.')
  talksToDaybook(addCommand(key, createText, ending, createKey))
    .requiredOption('--role <role>', 'writer (sends events), reader (reads them) or admin (both, and settings)')
    .option('--trail <name>', 'the trail the key opens')
    .option('--name <text>', 'what the key is for, shown in the list')
    .option('--reads <role>', 'for a reader: the role of the trail whose events and fields it sees; without it, every event')
  talksToDaybook(addCommand(key, listText, ending, listKeys)).option(
    '--trail <name>',
    'the trail; not needed where there is only one',
  )
  talksToDaybook(addCommand(key, revokeText, ending, revokeKey)).option(
    '--trail <name>',
    'the trail; not needed where there is only one',
  )
}

const createText = {
  usage: 'create',
  summary: 'Create an access key; it is shown once',
  examples: [
    'daybook key create --trail orders --role writer --name "order desk"',
    'daybook key create --trail orders --role reader --json',
    'daybook key create --trail orders --role reader --reads support --name "Support dashboard"',
  ],
}
const listText = {
  usage: 'list',
  summary: 'List the keys of a trail, without their secrets',
  examples: ['daybook key list --trail orders'],
}
const revokeText = {
  usage: 'revoke <id>',
  summary: 'Revoke a key: it stops working at once and stays in the list',
  examples: ['daybook key revoke k7h2m9 --trail orders'],
}

async function createKey(call: Call): Promise<ExitCode> {
  const role = flagText(call, 'role') ?? ''
  if (!roles.includes(role)) {
    throw new CommandFailure('bad_role', `There is no role ${role}.`, { todo: `Roles: ${roles.join(', ')}.` })
  }
  const [name, reads] = [flagText(call, 'name'), flagText(call, 'reads')]
  const more = { ...(name === undefined ? {} : { name }), ...(reads === undefined ? {} : { reads }) }
  return withTrail(call, async (client, path) => {
    const created = await ask<CreatedKey>(client, 'POST', path, { role, ...more })
    call.screen.document({ key: created.key, id: created.id })
    call.screen.say(`${created.key}\n\nThis ${role} key is shown once; keep it where secrets are kept. Its id is ${created.id}.`)
  })
}

async function listKeys(call: Call): Promise<ExitCode> {
  return withTrail(call, async (client, path) => {
    const { data } = await ask<{ readonly data: readonly KeyFacts[] }>(client, 'GET', path)
    call.screen.document({ data })
    if (data.length === 0) call.screen.say('No keys yet. Create one: daybook key create --trail NAME --role writer')
    else call.screen.say(columns([['ID', 'ROLE', 'NAME', 'CREATED', 'STATE'], ...data.map(keyRow)]))
  })
}

async function revokeKey(call: Call): Promise<ExitCode> {
  const id = argument(call, 0)
  return withTrail(call, async (client, path) => {
    await ask(client, 'DELETE', `${path}/${encodeURIComponent(id)}`)
    call.screen.document({ id, revoked: true })
    call.screen.say(`Key ${id} is revoked.`)
  })
}

async function withTrail(call: Call, work: (client: Client, keysPath: string) => Promise<void>): Promise<ExitCode> {
  const client = await openClient(call.settings)
  try {
    await work(client, trailPath(await chosenTrail(call, client), '/keys'))
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

const keyRow = (key: KeyFacts): readonly string[] => [
  key.id,
  key.reads === null ? key.role : `${key.role} as ${key.reads}`,
  key.name ?? '',
  key.createdAt.slice(0, 10),
  key.revokedAt === null ? 'active' : `revoked ${key.revokedAt.slice(0, 10)}`,
]
