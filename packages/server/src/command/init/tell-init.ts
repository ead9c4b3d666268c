import { join, relative } from 'node:path'
import { plural, type Screen } from '../screen.ts'
import type { Framework, Project } from './detect-project.ts'
import type { FoundSchema } from './find-schemas.ts'
import { type Proposal, treatedFields } from './propose-catalogue.ts'

export interface Begun {
  readonly project: Project
  readonly schema: FoundSchema
  readonly proposal: Proposal
  /** Relative to the project. */
  readonly catalogueFile: string
  readonly auditFile: string
}

/** What was found and written, and the three steps to the first event. */
export function tellInit(screen: Screen, begun: Begun): void {
  const { project, schema, proposal, catalogueFile, auditFile } = begun
  const { folder, tool, framework, language, module, database } = project
  const [objects, actions] = [Object.keys(proposal.catalogue.objects), Object.keys(proposal.catalogue.actions)]
  const [hidden, next] = [treatedFields(proposal.catalogue), nextSteps(project, catalogueFile)]
  const { leftOut } = proposal
  const files = [catalogueFile, auditFile]
  const found = { folder, tool, framework, language, module, database, schema: schema.files }
  screen.document({ ...found, files, objects, actions, hidden, leftOut, next })
  screen.say(`${screen.style('bold', tool)}: ${madeWith(project)}.`)
  screen.say(
    schema.tables.length === 0
      ? 'No Prisma schema and no CREATE TABLE was found: the catalogue is an example with one kind of record.'
      : `${plural(schema.tables.length, 'table')} in ${schema.files.join(', ')}.`,
  )
  screen.say(`\nWritten: ${files.join(', ')}`)
  screen.say(`  ${plural(objects.length, 'kind')} of records, ${plural(actions.length, 'action')}`)
  if (hidden.length > 0) screen.say(`  hidden before anything is stored: ${hidden.join(', ')}`)
  if (leftOut.length > 0) screen.say(`  left out: ${leftOut.join(', ')}`)
  screen.say(`\n${screen.style('bold', 'Next')}`)
  for (const [i, step] of next.entries()) screen.say(`  ${i + 1}. ${step.replaceAll('\n', '\n     ')}`)
}

const frameworks: { readonly [framework in Framework]: { readonly name: string; readonly entry: string } } = {
  express: { name: 'Express', entry: 'app.use(auditRequests)' },
  nest: { name: 'Nest', entry: 'app.use(auditRequests)' },
  koa: { name: 'Koa', entry: 'app.use(auditRequests)' },
  hono: { name: 'Hono', entry: 'app.use(auditRequests)' },
  fastify: { name: 'Fastify', entry: 'await app.register(auditRequests)' },
  next: { name: 'Next', entry: 'asUser(user, () => …)' },
  plain: { name: '', entry: 'audit.as({ id, name }, () => …)' },
}

const madeWith = ({ framework, language, database }: Project): string =>
  [frameworks[framework].name, language === 'typescript' ? 'TypeScript' : 'JavaScript', ...database]
    .filter((part) => part !== '')
    .join(', ')

function nextSteps({ framework, folder, trail }: Project, catalogueFile: string): readonly string[] {
  const path = relative(process.cwd(), join(folder, catalogueFile)) || catalogueFile
  return [
    `Read the catalogue, then check it: daybook catalogue check ${path}`,
    `npm install @daybook/sdk, then daybook serve --trail ${trail}; it prints a key.\nStart your application with DAYBOOK_URL=http://127.0.0.1:4319/v1/trails/${trail} and DAYBOOK_KEY=that key, and push:\ndaybook catalogue push ${path} --trail ${trail}`,
    `Add ${frameworks[framework].entry} where the comments in audit say, and record the first event: await audit.record(…)`,
  ]
}
