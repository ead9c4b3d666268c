import type { Command } from 'commander'
import type { ExitCode } from './failure.ts'
import { Screen } from './screen.ts'
import { loadSettings, type Settings } from './settings.ts'

/** One run of one command: what it was told, and where it speaks. */
export interface Call {
  readonly screen: Screen
  readonly settings: Settings
  readonly args: readonly string[]
  /** The flags of this command, by their camel-case name. */
  readonly flags: { readonly [name: string]: unknown }
}

export type Handler = (call: Call) => Promise<ExitCode>

/** Where a finished command leaves its exit code. */
export interface Ending {
  code: ExitCode
}

export interface CommandText {
  /** `create <name>`: name and arguments as commander writes them. */
  readonly usage: string
  readonly summary: string
  /** Lines for the help, each a command that works as written. */
  readonly examples: readonly string[]
  /** A paragraph under the summary. */
  readonly more?: string
}

/** A command with its help and the flags every command has. */
export function addCommand(parent: Command, text: CommandText, ending: Ending, handler: Handler): Command {
  const command = parent.command(text.usage).summary(text.summary)
  command.description(text.more === undefined ? `${text.summary}.` : `${text.summary}.\n\n${text.more}`)
  command.option('--json', 'one JSON document on stdout, for programs')
  command.addHelpText('after', `\nExamples:\n${text.examples.map((line) => `  $ ${line}`).join('\n')}\n`)
  command.action(async () => {
    ending.code = await handler(await startCall(command))
  })
  return command
}

/** The flags of commands that talk to a Daybook. */
export function talksToDaybook(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder; through its server if one runs (default: ./daybook-data)')
    .option('--keys <dir>', 'keys folder (default: the data folder’s name and “-keys”, beside it)')
    .option('--url <url>', 'a server elsewhere, with --key')
    .option('--key <key>', 'access key for --url; better DAYBOOK_KEY, which no process list shows')
}

async function startCall(command: Command): Promise<Call> {
  const flags = command.opts()
  return {
    screen: createScreen(flags.json === true),
    settings: await loadSettings({ cwd: process.cwd(), env: process.env }, flags),
    args: command.args,
    flags,
  }
}

export const createScreen = (json: boolean): Screen =>
  new Screen({
    json,
    env: process.env,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
  })

/** A flag's text, if it was given. */
export function flagText(call: Call, name: string): string | undefined {
  const value = call.flags[name]
  return typeof value === 'string' ? value : undefined
}

/** The n-th argument; commander has already refused a missing one. */
export const argument = (call: Call, n: number): string => call.args[n] ?? ''
