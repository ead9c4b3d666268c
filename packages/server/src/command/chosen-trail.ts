import { ask } from './answer.ts'
import type { Call } from './call.ts'
import type { Client } from './client.ts'
import { CommandFailure } from './failure.ts'

/** The trail a command is about: the one named with `--trail`, else the only one there is. Asks in words where there are several. */
export async function chosenTrail(call: Call, client: Client): Promise<string> {
  if (call.settings.trail !== undefined) return call.settings.trail
  const { data } = await ask<{ readonly data: readonly { readonly trail: string }[] }>(client, 'GET', '/v1/trails')
  const [only, another] = data.map(({ trail }) => trail)
  if (only !== undefined && another === undefined) return only
  const todo =
    only === undefined
      ? 'Make one with "daybook trail create NAME".'
      : `Name it with --trail: ${data.map(({ trail }) => trail).join(', ')}.`
  throw new CommandFailure('no_trail', 'Which trail?', { todo })
}
