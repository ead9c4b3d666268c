import type { Report } from '@daybook/core'
import type { Command } from 'commander'
import { addCommand, argument, type Call, type Ending, flagText } from './call.ts'
import { type ExitCode, exitCodes } from './failure.ts'
import { readEvidence, readPolicy } from './verify/read-kept.ts'
import { tellReport } from './verify/tell-report.ts'

const text = {
  usage: 'verify <what>',
  summary: 'Check that nothing was changed, removed or moved: a bundle, a proof, a running log, a data folder',
  more:
    'WHAT is a bundle (folder, .zip or .tar), a .tlog-proof file with its event, the answer of …/events/<id>/proof, the URL of a trail ' +
    'on a running server (its log; needs --key), or a data folder with --trail. The policy names the key that must have signed; ' +
    'it must come from outside of what it judges. Works offline. Exit code 0 if it holds, 1 if it is broken, 2 if it cannot be told.',
  examples: [
    'daybook verify ./orders-export --policy orders.policy',
    'daybook verify orders.zip --policy orders.policy --checkpoint kept-in-march.txt',
    'daybook verify 17.tlog-proof --event 17.json --policy orders.policy',
    'daybook verify http://127.0.0.1:4319/v1/trails/orders --policy orders.policy --key dbk_…',
    'daybook verify ./daybook-data --trail orders --policy orders.policy --json',
  ],
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

export function addVerifyCommand(program: Command, ending: Ending): void {
  addCommand(program, text, ending, verify)
    .requiredOption('--policy <file>', 'the policy (keys), from somebody you trust; "daybook trail policy" prints it')
    .option('--checkpoint <file>', 'an older signed checkpoint that somebody kept; may be repeated', several)
    .option('--receipt <file>', 'an answer to an append, or a .tlog-proof, that a sender kept; may be repeated', several)
    .option('--event <file>', 'the event of a .tlog-proof: its line of events.ndjson, or the answer of …/proof')
    .option('--trail <name>', 'the trail, where WHAT is a data folder')
    .option(
      '--keys <dir>',
      'the keys folder, where WHAT is a data folder: what its signer remembers is compared (default: beside it)',
    )
    .option('--key <key>', 'access key, where WHAT is a URL; better DAYBOOK_KEY')
}

async function verify(call: Call): Promise<ExitCode> {
  const policyPath = flagText(call, 'policy') ?? ''
  const policy = readPolicy(policyPath)
  const kept = readEvidence(list(call, 'checkpoint'), list(call, 'receipt'))
  const what = argument(call, 0)
  const { trail, key, keys } = call.settings
  const eventFile = flagText(call, 'event')
  const { verifyWhat } = await import('./verify/verify-what.ts')
  const checked = await verifyWhat({ what, policy, kept, trail, key, keys, eventFile })
  tellReport(call.screen, { what, policyPath, policy, ...checked })
  return endings[checked.report.verdict]
}

const endings: { readonly [verdict in Report['verdict']]: ExitCode } = {
  holds: exitCodes.ok,
  broken: exitCodes.no,
  cannot_tell: exitCodes.unknown,
}

function list(call: Call, name: string): readonly string[] {
  const value = call.flags[name]
  return Array.isArray(value) ? value : []
}
