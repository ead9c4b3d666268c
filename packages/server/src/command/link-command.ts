import type { Command } from 'commander'
import { addCommand, type Call, type Ending, talksToDaybook } from './call.ts'
import { openClient } from './client.ts'
import { type ExitCode, exitCodes } from './failure.ts'
import { createLink } from './sign-in-link.ts'

const text = {
  usage: 'link',
  summary: 'Make a link that signs an administrator in once, within 24 hours',
  more: 'Whoever opens it first is signed in; after that it is worth nothing. It is made on the machine of the data folder.',
  examples: ['daybook link', 'daybook link --data ./my-data --json'],
}

export function addLinkCommand(program: Command, ending: Ending): void {
  talksToDaybook(addCommand(program, text, ending, makeLink))
}

async function makeLink(call: Call): Promise<ExitCode> {
  const client = await openClient(call.settings)
  try {
    const link = await createLink(client)
    call.screen.document({ link })
    call.screen.say(link)
    return exitCodes.ok
  } finally {
    await client.close()
  }
}
