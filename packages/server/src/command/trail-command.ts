import type { Command } from 'commander'
import { ask, refusalOf, trailPath } from './answer.ts'
import { addCommand, argument, type Call, type CommandText, type Ending, flagText, talksToDaybook } from './call.ts'
import { type Client, openClient } from './client.ts'
import { type ExitCode, exitCodes } from './failure.ts'
import { columns, count } from './screen.ts'

interface CreatedTrail {
  readonly trail: string
  readonly origin: string
  readonly policy: string
}
export interface TrailFacts {
  readonly trail: string
  readonly origin: string
  readonly size: number
  readonly events: number
  readonly createdAt: string
  readonly state: 'open' | 'sealed'
  readonly sealedBecause?: string
}

export function addTrailCommands(program: Command, ending: Ending): void {
  const trail = program
    .command('trail')
    .summary('create and list trails')
    .description('A trail is one append-only record, usually one per internal tool.')
  talksToDaybook(
    addCommand(
      trail,
      {
        usage: 'create <name>',
        summary: 'Create a trail and print its policy, the text to keep for verifying it',
        more: 'Keep the policy outside the data folder: with it anyone can verify an export of the trail.',
        examples: [
          'daybook trail create orders',
          'daybook trail create orders --json',
          'daybook trail create orders --if-missing',
        ],
      },
      ending,
      createTrail,
    ),
  ).option('--if-missing', 'succeed, and say so, if the trail is there already')
  talksToDaybook(
    addCommand(
      trail,
      {
        usage: 'policy <name>',
        summary: 'Print the policy of a trail: the keys to pin for verifying it',
        more: 'It is a C2SP tlog-policy text. Keep it outside the data folder, and compare it once with a copy from elsewhere.',
        examples: ['daybook trail policy orders > orders.policy'],
      },
      ending,
      showPolicy,
    ),
  )
  talksToDaybook(addCommand(trail, epochText, ending, openEpoch)).requiredOption(
    '--reason <text>',
    'what happened, and who decided',
  )
  talksToDaybook(
    addCommand(
      trail,
      {
        usage: 'list',
        summary: 'List the trails with their sizes',
        examples: ['daybook trail list', 'daybook trail list --json'],
      },
      ending,
      listTrails,
    ),
  )
}

const epochText: CommandText = {
  usage: 'epoch <name>',
  summary: 'Let a sealed trail go on from the record it has, and state the break for ever',
  more: 'For a trail that takes no events because its record does not fit what was signed, when what is missing cannot be brought back. Verify first. The reason and what had been signed before go onto the trail, signed; whoever holds an older checkpoint still sees the break.',
  examples: ['daybook trail epoch orders --reason "Restored the backup of Sunday after the disk failed"'],
}

async function openEpoch(call: Call): Promise<ExitCode> {
  const name = argument(call, 0)
  const client = await openClient(call.settings)
  try {
    const reason = flagText(call, 'reason')
    const trail = await ask<TrailFacts>(client, 'POST', trailPath(name, '/epochs'), { reason })
    call.screen.document({ trail: trail.trail, size: trail.size, state: trail.state })
    call.screen.say(`Trail ${name} takes events again, from position ${trail.size} on. The break is stated on the trail.`)
    call.screen.say('Let the producers send what is missing, and keep a checkpoint outside.')
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

async function createTrail(call: Call): Promise<ExitCode> {
  const client = await openClient(call.settings, { mayCreate: true })
  try {
    const name = argument(call, 0)
    const existing = call.flags.ifMissing === true ? await findTrail(client, name) : undefined
    const trail = existing ?? (await ask<CreatedTrail>(client, 'POST', '/v1/trails', { name }))
    call.screen.document({ trail: trail.trail, origin: trail.origin, policy: trail.policy })
    call.screen.say(existing === undefined ? `Trail ${name} created.` : `Trail ${name} was there already.`)
    call.screen.say(`Origin: ${trail.origin}`)
    call.screen.say(`Policy, to keep for verifying:\n\n${trail.policy.trimEnd()}`)
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

async function findTrail(client: Client, name: string): Promise<CreatedTrail | undefined> {
  const facts = await client.request(trailPath(name))
  if (facts.status === 404) return undefined
  if (!facts.ok) throw await refusalOf(facts, client)
  const { origin } = (await facts.json()) as TrailFacts
  return { trail: name, origin, policy: await trailPolicy(client, name) }
}

/** The tlog-policy text of a trail. */
async function trailPolicy(client: Client, name: string): Promise<string> {
  const answer = await client.request(trailPath(name, '/log/policy'))
  if (!answer.ok) throw await refusalOf(answer, client)
  return answer.text()
}

async function showPolicy(call: Call): Promise<ExitCode> {
  const name = argument(call, 0)
  const client = await openClient(call.settings)
  try {
    const policy = await trailPolicy(client, name)
    call.screen.document({ trail: name, policy })
    call.screen.say(policy.trimEnd())
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

async function listTrails(call: Call): Promise<ExitCode> {
  const client = await openClient(call.settings)
  try {
    const { data } = await ask<{ readonly data: readonly TrailFacts[] }>(client, 'GET', '/v1/trails')
    call.screen.document({ data })
    if (data.length === 0) call.screen.say('No trails yet. Create one: daybook trail create NAME')
    else call.screen.say(columns([['TRAIL', 'EVENTS', 'CREATED', 'STATE'], ...data.map(trailRow)]))
    return exitCodes.ok
  } finally {
    await client.close()
  }
}

const trailRow = (trail: TrailFacts): readonly string[] => [
  trail.trail,
  count(trail.events),
  trail.createdAt.slice(0, 10),
  trail.state === 'sealed' ? `sealed: ${trail.sealedBecause ?? 'no reason given'}` : 'open',
]
