import { CommanderError } from 'commander'
import { createScreen, type Ending } from './call.ts'
import { CommandFailure, exitCodes, systemCode } from './failure.ts'
import { createProgram } from './program.ts'

/** Runs one command line (`argv` without node and script) and leaves the exit code in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  hideExperimentalWarnings()
  const ending: Ending = { code: exitCodes.ok }
  try {
    await createProgram(ending).parseAsync([...argv], { from: 'user' })
    process.exitCode = ending.code
  } catch (error) {
    process.exitCode = report(error, argv.includes('--json'))
  }
}

function report(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return usageEnding(error, json)
  const screen = createScreen(json)
  if (error instanceof CommandFailure) {
    screen.fail(error)
    return error.exitCode
  }
  const words = wordsOf(error)
  screen.fail(words)
  if (process.env.DAYBOOK_DEBUG) console.error(error)
  return words.exitCode
}

/** Help and version end well; wrong usage has been said on stderr already. */
function usageEnding(error: CommanderError, json: boolean): number {
  if (error.exitCode === 0) return exitCodes.ok
  const sentence = error.message.replace(/^error: /, '')
  if (json) createScreen(true).document({ error: { code: 'usage', sentence } })
  return exitCodes.unknown
}

/** Errors of the server's parts that say in their own sentence what is wrong and what to do. */
const spokenErrors = [
  'FolderInUse',
  'SignerFault',
  'JournalDamaged',
  'JournalInDoubt',
  'StorageFull',
  'Refusal',
  'HttpProblem',
  'BadArchive',
]

/** Spoken errors and the system's are passed on; the rest is a defect, and says how to see where. */
function wordsOf(error: unknown): CommandFailure {
  const message = error instanceof Error ? error.message : String(error)
  const name = error instanceof Error ? error.name : ''
  const code = name === 'FolderInUse' ? 'folder_in_use' : (systemCode(error) ?? 'failed')
  if (spokenErrors.includes(name)) return new CommandFailure(code, message, { exitCode: exitCodes.no })
  if (code === 'ENOSPC') return new CommandFailure('disk_full', 'The disk is full.', { todo: 'Make room and run this again.' })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new CommandFailure(code, `Not permitted: ${message}`, { todo: 'Check who owns the folder.' })
  if (code === 'ERR_SQLITE_ERROR' && /readonly|unable to open/.test(message))
    return new CommandFailure('not_permitted', `A file of the data folder may not be opened or written: ${message}.`, {
      todo: 'Check who owns the files in it; "daybook doctor" looks at the folder.',
    })
  if (code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST' || code === 'ENOENT')
    return new CommandFailure(code, message, { todo: 'Check the path: a file may stand where a folder is needed.' })
  return new CommandFailure(code, message, { todo: 'Set DAYBOOK_DEBUG=1 to see where this happened.' })
}

/** Node announces its own SQLite and type stripping on stderr; that is noise in a command's output. Other warnings stay. */
function hideExperimentalWarnings(): void {
  const shown = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning: Error & { readonly code?: string }) => {
    const noise = warning.name === 'ExperimentalWarning' || warning.code === 'MODULE_TYPELESS_PACKAGE_JSON'
    if (!noise) for (const listener of shown) listener(warning)
  })
}
