import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { addCommand, argument, type Call, type Ending, flagText } from './call.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'

const text = {
  usage: 'init [dir]',
  summary: 'Propose a catalogue for your application, and write the two files that begin its trail',
  more:
    'Looks at package.json, at a Prisma schema or the CREATE TABLE statements of SQL files, and writes daybook.catalogue.ts ' +
    '(records, fields and actions, status order, what is hidden) and audit.ts (the recorder with your framework’s entry); .js ' +
    'where the project is JavaScript. Both are proposals to be read. Never writes over a file, and sends nothing. ' +
    'Exit code 1 if a file is there already, 2 if the folder is no project.',
  examples: ['daybook init', 'daybook init ./back-office --currency USD', 'daybook init --json'],
}

export function addInitCommand(program: Command, ending: Ending): void {
  addCommand(program, text, ending, init).option('--currency <code>', 'ISO 4217 code of money fields', 'EUR')
}

async function init(call: Call): Promise<ExitCode> {
  const [{ detectProject }, { findSchema }, { proposeCatalogue }, { writeCatalogue }, { writeAudit }, { tellInit }] =
    await Promise.all([
      import('./init/detect-project.ts'),
      import('./init/find-schemas.ts'),
      import('./init/propose-catalogue.ts'),
      import('./init/write-catalogue.ts'),
      import('./init/write-audit.ts'),
      import('./init/tell-init.ts'),
    ])
  const project = detectProject(resolve(argument(call, 0) || '.'))
  const schema = findSchema(project.folder)
  const proposal = proposeCatalogue(schema.tables, currencyOf(call))
  const ending = project.language === 'typescript' ? 'ts' : 'js'
  const catalogueFile = join(project.place, `daybook.catalogue.${ending}`)
  const auditFile = join(project.place, `audit.${ending}`)
  writeBoth(project.folder, [
    [catalogueFile, writeCatalogue(proposal, project, schema.files)],
    [auditFile, writeAudit(project, proposal.ignored)],
  ])
  tellInit(call.screen, { project, schema, proposal, catalogueFile, auditFile })
  return exitCodes.ok
}

function currencyOf(call: Call): string {
  const code = flagText(call, 'currency') ?? ''
  if (/^[A-Z]{3}$/.test(code)) return code
  throw new CommandFailure('usage', `${code} is no ISO 4217 code.`, { todo: 'Write three capital letters: EUR, USD, JPY.' })
}

/** Both or neither, and never over what is there. */
function writeBoth(folder: string, files: readonly (readonly [name: string, text: string])[]): void {
  const taken = files.map(([name]) => name).filter((name) => existsSync(join(folder, name)))
  if (taken.length > 0)
    throw new CommandFailure(
      'path_taken',
      `${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already; nothing was written.`,
      {
        todo: 'Rename or remove what you do not want to keep, and run this again. "daybook catalogue check FILE" looks at a catalogue.',
        exitCode: exitCodes.no,
      },
    )
  const written: string[] = []
  try {
    for (const [name, content] of files) {
      writeFileSync(join(folder, name), content, { flag: 'wx' })
      written.push(name)
    }
  } catch (error) {
    for (const name of written) rmSync(join(folder, name), { force: true })
    throw error
  }
}
