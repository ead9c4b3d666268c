import { Command } from 'commander'
import { addBenchCommand } from './bench-command.ts'
import type { Ending } from './call.ts'
import { addCatalogueCommands } from './catalogue-command.ts'
import { addDemoCommands } from './demo-command.ts'
import { addDoctorCommand } from './doctor-command.ts'
import { addExportCommand } from './export-command.ts'
import { addImportCommand } from './import-command.ts'
import { addIndexCommands } from './index-command.ts'
import { addInitCommand } from './init-command.ts'
import { addKeyCommands } from './key-command.ts'
import { addLinkCommand } from './link-command.ts'
import { addPersonCommands } from './person-command.ts'
import { addSearchCommand } from './search-command.ts'
import { addServeCommand } from './serve-command.ts'
import { addTrailCommands } from './trail-command.ts'
import { addVerifyCommand } from './verify-command.ts'
import { version } from './version.ts'

const closing = `
Begin here:
  $ daybook serve                     start a server; it prints the three lines that send the first event
  $ daybook trail list                what it keeps
  $ daybook verify ./export --policy trail.policy

Settings come from daybook.config.ts, then DAYBOOK_* variables (DAYBOOK_KEY_FILE for secrets in files), then flags.
Exit codes: 0 done · 1 refused or broken · 2 no answer (wrong usage, nothing found, no connection).`

/** The command tree. Parsing throws `CommanderError` instead of ending the process. */
export function createProgram(ending: Ending): Command {
  const program = new Command('daybook')
    .description('Daybook keeps the audit trail of internal tools: who changed what, when, from what to what, and why.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'explain a command')
    .showHelpAfterError('(run the same command with --help to see what it takes)')
    .addHelpText('after', closing)
    .exitOverride()
  program.configureHelp({ showGlobalOptions: false })
  addServeCommand(program, ending)
  addLinkCommand(program, ending)
  addTrailCommands(program, ending)
  addKeyCommands(program, ending)
  addPersonCommands(program, ending)
  addCatalogueCommands(program, ending)
  addInitCommand(program, ending)
  addImportCommand(program, ending)
  addSearchCommand(program, ending)
  addExportCommand(program, ending)
  addVerifyCommand(program, ending)
  addIndexCommands(program, ending)
  addDoctorCommand(program, ending)
  addDemoCommands(program, ending)
  addBenchCommand(program, ending)
  return program
}
