import type { Framework, Project } from './detect-project.ts'

/** The file that makes the recorder, and says who and through what for everything a request does. */
export function writeAudit(project: Project, ignored: readonly string[]): string {
  const esm = project.module === 'esm'
  const entry = entries[project.framework](project.language === 'typescript')
  const imports = [
    ...(entry.types ?? []),
    esm ? "import { createRecorder } from '@daybook/sdk'" : "const { createRecorder } = require('@daybook/sdk')",
  ].sort((a, b) => (a < b ? -1 : 1))
  const catalogue = esm
    ? `import catalogue from './daybook.catalogue${project.importEnding}'`
    : "const catalogue = require('./daybook.catalogue.js')"
  const ignore = ignored.length === 0 ? [] : [`  ignore: [${ignored.map((name) => `'${name}'`).join(', ')}],`]
  return [
    ...imports,
    catalogue,
    '',
    `// DAYBOOK_URL is the trail's address, http://127.0.0.1:4319/v1/trails/${project.trail}; DAYBOOK_KEY a key that may write.`,
    '// Events wait in ./daybook-spool until the server has them; keep that folder out of version control.',
    `${esm ? 'export const' : 'const'} audit = createRecorder({`,
    '  catalogue,',
    `  tool: ${JSON.stringify(project.tool).replaceAll("'", "\\'").replace(/^"|"$/g, "'")},`,
    '  url: process.env.DAYBOOK_URL,',
    '  key: process.env.DAYBOOK_KEY,',
    ...ignore,
    '})',
    '',
    ...entry.lines.map((line) => (esm ? line : line.replace(/^export /, ''))),
    ...(esm ? [] : ['', `module.exports = { audit${entry.exported === undefined ? '' : `, ${entry.exported}`} }`]),
    '',
  ].join('\n')
}

interface Entry {
  /** Imports of types. */
  readonly types?: readonly string[]
  readonly lines: readonly string[]
  /** What the file exports beside `audit`. */
  readonly exported?: string
}

const signedIn = [
  '/** Whoever your sign-in puts on the request. Give id and name; without them the trail says that nobody is known. */',
  'interface SignedIn {',
  '  readonly user?: { readonly id: string; readonly name?: string; readonly email?: string }',
  '}',
  '',
]
const admin = (path: string): string => `${path}.startsWith('/admin') ? 'admin_action' : 'user_action'`

const express = (typed: boolean): Entry => ({
  ...(typed ? { types: ["import type { Request } from 'express'"] } : {}),
  lines: [
    ...(typed ? signedIn : ['// Whoever your sign-in puts on the request, with id and name.']),
    '// After what signs people in, before your routes: app.use(auditRequests)',
    `export const auditRequests = audit.express({`,
    `  actor: (req${typed ? ': Request' : ''}) => ${typed ? '(req as unknown as SignedIn).user' : 'req.user'},`,
    `  source: (req) => (${admin('req.path')}),`,
    '})',
  ],
  exported: 'auditRequests',
})

const fastify = (typed: boolean): Entry => ({
  ...(typed ? { types: ["import type { FastifyRequest } from 'fastify'"] } : {}),
  lines: [
    ...(typed ? signedIn : ['// Whoever your sign-in puts on the request, with id and name.']),
    '// Before your routes: await app.register(auditRequests)',
    'export const auditRequests = audit.fastify({',
    `  actor: (request${typed ? ': FastifyRequest' : ''}) => ${typed ? '(request as unknown as SignedIn).user' : 'request.user'},`,
    `  source: (request) => (${admin('request.url')}),`,
    '})',
  ],
  exported: 'auditRequests',
})

const hono = (typed: boolean): Entry => ({
  ...(typed ? { types: ["import type { Context } from 'hono'"] } : {}),
  lines: [
    ...(typed ? signedIn : []),
    "// Whoever your sign-in has put into the context as 'user', with id and name. Before your routes: app.use(auditRequests)",
    'export const auditRequests = audit.hono({',
    `  actor: (c${typed ? ': Context' : ''}) => c.get('user')${typed ? " as SignedIn['user']" : ''},`,
    `  source: (c) => (${admin('c.req.path')}),`,
    '})',
  ],
  exported: 'auditRequests',
})

const koa = (typed: boolean): Entry => ({
  ...(typed ? { types: ["import type { Context, Next } from 'koa'"] } : {}),
  lines: [
    '// Whoever your sign-in has put into ctx.state.user, with id and name. Before your routes: app.use(auditRequests)',
    `export const auditRequests = (ctx${typed ? ': Context' : ''}, next${typed ? ': Next' : ''}) =>`,
    `  audit.with({ actor: ctx.state.user, source: ${admin('ctx.path')} }, next)`,
  ],
  exported: 'auditRequests',
})

const next = (typed: boolean): Entry => ({
  lines: [
    '// Around what a route handler or a server action does, with who is signed in:',
    '//   export const POST = (request) => asUser(session.user, () => approveOrder(request))',
    ...(typed ? signedIn : []),
    typed ? "export const asUser = <T>(user: SignedIn['user'], work: () => T): T =>" : 'export const asUser = (user, work) =>',
    "  audit.with({ ...(user && { actor: user }), source: 'user_action' }, work)",
  ],
  exported: 'asUser',
})

const plain = (): Entry => ({
  lines: [
    '// Who does the work: everything recorded inside of it is theirs.',
    "//   await audit.as({ id: user.id, name: user.name }, () => approveOrder('1842'))",
    "//   await audit.as({ type: 'scheduled_job', id: 'nightly-close', name: 'Nightly close' }, closeStaleOrders)",
  ],
})

const entries: { readonly [framework in Framework]: (typed: boolean) => Entry } = {
  express,
  fastify,
  hono,
  koa,
  next,
  // Nest runs on Express unless told otherwise.
  nest: express,
  plain,
}
