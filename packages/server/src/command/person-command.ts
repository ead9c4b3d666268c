import type { Command } from 'commander'
import { ask, trailPath } from './answer.ts'
import { addCommand, argument, type Call, type Ending, flagText, talksToDaybook } from './call.ts'
import { chosenTrail } from './chosen-trail.ts'
import { type Client, openClient } from './client.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { columns } from './screen.ts'

interface PersonFacts {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly state: string
  readonly owner: boolean
  readonly secondFactor: boolean
  readonly seenAt: string | null
  readonly roles: readonly string[]
}
interface Invited {
  readonly person: PersonFacts
  readonly link: string | null
  readonly expiresAt: string | null
}

export function addPersonCommands(program: Command, ending: Ending): void {
  const person = program
    .command('person')
    .summary('invite, list and remove people, and let them set a new password')
    .description('People sign in to the pages with an account, and read a trail by the roles they hold on it.')
  const onTrail = (command: Command) => command.option('--trail <name>', 'the trail; not needed where there is only one')
  onTrail(talksToDaybook(addCommand(person, inviteText, ending, invite)))
    .option('--name <text>', 'how the person is called (default: the e-mail address up to the @)')
    .option('--role <names>', 'roles on the trail, separated by commas, such as support,finance')
    .option('--owner', 'an owner of the whole folder instead, who looks after every trail and every account')
  onTrail(talksToDaybook(addCommand(person, listText, ending, list)))
  onTrail(talksToDaybook(addCommand(person, removeText, ending, remove)))
  onTrail(talksToDaybook(addCommand(person, resetText, ending, reset)))
}

const inviteText = {
  usage: 'invite <email>',
  summary: 'Invite somebody; prints a link that works once, within seven days',
  more: 'Whoever opens the link sets the password: hand it on over a way you trust. Somebody who has an account gets the roles at once.',
  examples: [
    'daybook person invite ruth@tidewater.example --name "Ruth Adeyemi" --role support --trail orders',
    'daybook person invite sam@tidewater.example --name "Sam Carter" --owner',
  ],
}
const listText = {
  usage: 'list',
  summary: 'List the people of a trail with their roles',
  examples: ['daybook person list --trail orders', 'daybook person list --trail orders --json'],
}
const removeText = {
  usage: 'remove <email>',
  summary: 'Remove somebody from a trail; it counts from the next request of that person',
  examples: ['daybook person remove ruth@tidewater.example --trail orders'],
}
const resetText = {
  usage: 'reset <email>',
  summary: 'Make a link by which somebody sets a new password, or joins if they have not yet',
  more: 'It works once, for a new password within 24 hours. A lost second factor is removed on the page of the person.',
  examples: ['daybook person reset ruth@tidewater.example --trail orders'],
}

async function invite(call: Call): Promise<ExitCode> {
  const email = argument(call, 0)
  const name = flagText(call, 'name') ?? email.split('@')[0] ?? email
  const isOwner = call.flags.owner === true
  const roles = (flagText(call, 'role') ?? '').split(',').flatMap((role) => role.trim() || [])
  if (!isOwner && roles.length === 0)
    throw new CommandFailure('no_role', 'Which roles?', { todo: 'Name them with --role, such as --role support,finance.' })
  return withClient(call, async (client) => {
    const invited = isOwner
      ? await ask<Invited>(client, 'POST', '/v1/people', { email, name })
      : await ask<Invited>(client, 'POST', trailPath(await chosenTrail(call, client), '/readers'), { email, name, roles })
    const { person, link, expiresAt } = invited
    call.screen.document({ id: person.id, email: person.email, link, expiresAt })
    if (link === null) call.screen.say(`${person.name} has been invited before or has an account, and holds the roles now.`)
    else call.screen.say(`${link}\n\nThis link lets ${person.name} join, once, until ${expiresAt}. It is shown once.`)
  })
}

async function list(call: Call): Promise<ExitCode> {
  return withClient(call, async (client) => {
    const people = await peopleOf(call, client)
    call.screen.document({ data: people })
    if (people.length === 0)
      call.screen.say('Nobody has an account yet. Invite somebody: daybook person invite EMAIL --role ROLE')
    else call.screen.say(columns([['NAME', 'E-MAIL', 'ROLES', 'STATE', 'LAST SEEN'], ...people.map(row)]))
  })
}

async function remove(call: Call): Promise<ExitCode> {
  return withClient(call, async (client) => {
    const { id, email, name } = await personNamed(call, client)
    const trail = await chosenTrail(call, client)
    await ask(client, 'DELETE', trailPath(trail, `/readers/${id}`))
    call.screen.document({ id, email, removed: true })
    call.screen.say(`${name} does not reach the trail ${trail} any more. The account stays: events name it.`)
  })
}

async function reset(call: Call): Promise<ExitCode> {
  return withClient(call, async (client) => {
    const { id, email, name } = await personNamed(call, client)
    const made = await ask<{ readonly link: string; readonly expiresAt: string }>(client, 'POST', `/v1/people/${id}/link`, {})
    call.screen.document({ id, email, ...made })
    call.screen.say(`${made.link}\n\nWith this link ${name} sets a password, once, until ${made.expiresAt}. It is shown once.`)
  })
}

async function peopleOf(call: Call, client: Client): Promise<readonly PersonFacts[]> {
  const path = trailPath(await chosenTrail(call, client), '/readers')
  return (await ask<{ readonly data: readonly PersonFacts[] }>(client, 'GET', path)).data
}

/** The person of the trail whom the argument names, by e-mail address or id. */
async function personNamed(call: Call, client: Client): Promise<PersonFacts> {
  const named = argument(call, 0).trim().toLowerCase()
  const found = (await peopleOf(call, client)).find(({ id, email }) => id === named || email.toLowerCase() === named)
  if (found) return found
  throw new CommandFailure('no_such_person', 'There is nobody on this trail with this e-mail address.', {
    todo: '"daybook person list" shows who there is.',
  })
}

async function withClient(call: Call, work: (client: Client) => Promise<void>): Promise<ExitCode> {
  const client = await openClient(call.settings)
  try {
    await work(client)
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

const row = ({ name, email, roles, state, owner, seenAt }: PersonFacts): readonly string[] => [
  name,
  email,
  [...(owner ? ['owner'] : []), ...roles].join(', '),
  state,
  seenAt === null ? '' : seenAt.slice(0, 16).replace('T', ' '),
]
