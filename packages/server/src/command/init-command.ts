import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { addCommand, argument, type Call, type Ending, flagText } from './call.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import type { Project } from './init/detect-project.ts'
import { plural } from './screen.ts'

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
  const [{ detectProject }, { findSchema }, { proposeCatalogue, treatedFields }, { writeCatalogue }, { writeAudit }] =
    await Promise.all([
      import('./init/detect-project.ts'),
      import('./init/find-schemas.ts'),
      import('./init/propose-catalogue.ts'),
      import('./init/write-catalogue.ts'),
      import('./init/write-audit.ts'),
    ])
  const project = detectProject(resolve(argument(call, 0) || '.'))
  const schema = findSchema(project.folder)
  const proposal = proposeCatalogue(schema.tables, currencyOf(call))
  const ending = project.language === 'typescript' ? 'ts' : 'js'
  const [catalogueFile, auditFile] = [`daybook.catalogue.${ending}`, `audit.${ending}`].map((name) => join(project.place, name))
  if (catalogueFile === undefined || auditFile === undefined) throw new Error('a file without a name')
  writeBoth(project.folder, [
    [catalogueFile, writeCatalogue(proposal, project, schema.files)],
    [auditFile, writeAudit(project, proposal.ignored)],
  ])
  const { objects, actions } = proposal.catalogue
  const next = nextSteps(project, catalogueFile)
  const { framework, language, module, database, tool } = project
  const files = [catalogueFile, auditFile]
  const hidden = treatedFields(proposal.catalogue)
  call.screen.document({
    folder: project.folder,
    tool,
    framework,
    language,
    module,
    database,
    schema: schema.files,
    files,
    objects: Object.keys(objects),
    actions: Object.keys(actions),
    hidden,
    leftOut: proposal.leftOut,
    next,
  })
  const { screen } = call
  const found = [frameworkNames[framework], language === 'typescript' ? 'TypeScript' : 'JavaScript', ...database].filter(
    (one) => one !== '',
  )
  screen.say(`${screen.style('bold', tool)}: ${found.join(', ')}.`)
  screen.say(
    schema.tables.length === 0
      ? 'No Prisma schema and no CREATE TABLE was found: the catalogue is an example with one kind of record.'
      : `${plural(schema.tables.length, 'table')} in ${schema.files.join(', ')}.`,
  )
  screen.say(`\nWritten: ${files.join(', ')}`)
  screen.say(`  ${plural(Object.keys(objects).length, 'kind')} of records, ${plural(Object.keys(actions).length, 'action')}`)
  if (hidden.length > 0) screen.say(`  hidden before anything is stored: ${hidden.join(', ')}`)
  if (proposal.leftOut.length > 0) screen.say(`  left out: ${proposal.leftOut.join(', ')}`)
  screen.say(`\n${screen.style('bold', 'Next')}`)
  for (const [i, step] of next.entries()) screen.say(`  ${i + 1}. ${step.replaceAll('\n', '\n     ')}`)
  return exitCodes.ok
}

const frameworkNames: { readonly [framework in Project['framework']]: string } = {
  express: 'Express',
  fastify: 'Fastify',
  hono: 'Hono',
  nest: 'Nest',
  next: 'Next',
  koa: 'Koa',
  plain: '',
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

const entryLines: { readonly [framework in Project['framework']]: string } = {
  express: 'app.use(auditRequests)',
  nest: 'app.use(auditRequests)',
  koa: 'app.use(auditRequests)',
  hono: 'app.use(auditRequests)',
  fastify: 'await app.register(auditRequests)',
  next: 'asUser(user, () => …)',
  plain: 'audit.as({ id, name }, () => …)',
}

function nextSteps({ framework, folder, trail }: Project, catalogueFile: string): readonly string[] {
  const path = relative(process.cwd(), join(folder, catalogueFile)) || catalogueFile
  return [
    `Read the catalogue, then check it: daybook catalogue check ${path}`,
    `npm install @daybook/sdk, then daybook serve --trail ${trail}; it prints a key.\nStart your application with DAYBOOK_URL=http://127.0.0.1:4319/v1/trails/${trail} and DAYBOOK_KEY=that key, and push:\ndaybook catalogue push ${path} --trail ${trail}`,
    `Add ${entryLines[framework]} where the comments in audit say, and record the first event: await audit.record(…)`,
  ]
}
