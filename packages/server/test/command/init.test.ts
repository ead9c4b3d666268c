import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkCatalogue, parseCatalogue } from '@daybook/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { proposeCatalogue } from '../../src/command/init/propose-catalogue.ts'
import { readPrisma } from '../../src/command/init/read-prisma.ts'
import { readSql } from '../../src/command/init/read-sql.ts'
import type { SchemaColumn, SchemaTable } from '../../src/command/init/schema-table.ts'
import { Workplace } from './run-command.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.close())

function project(files: { readonly [path: string]: string | object }, name = 'app'): string {
  for (const [path, content] of Object.entries(files)) {
    const full = join(place.folder, name, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return name
}

const using = (...packages: readonly string[]) => ({
  name: 'back-office',
  type: 'module',
  dependencies: Object.fromEntries(packages.map((name) => [name, '*'])),
})

async function init(name: string, ...more: readonly string[]) {
  const { code, stdout, stderr } = await place.run(['init', name, '--json', ...more])
  return { code, document: JSON.parse(stdout), stderr }
}
const read = (...path: readonly string[]): string => readFileSync(join(place.folder, ...path), 'utf8')

const prisma = `
// The shop.
enum OrderStatus {
  PENDING_REVIEW // waits
  APPROVED
  REJECTED
  SHIPPED @map("shipped")
}
enum Role { USER ADMIN }
model User {
  id           Int      @id @default(autoincrement())
  email        String   @unique
  passwordHash String
  phone        String?
  iban         String?
  salary       Decimal?
  role         Role     @default(USER)
  settings     Json     @default("{}")
  orders       OrderItem[]
  createdAt    DateTime @default(now())
}
model OrderItem {
  id        Int         @id
  status    OrderStatus @default(PENDING_REVIEW)
  total     Decimal     @db.Decimal(10, 2)
  quantity  Int
  tags      String[]
  express   Boolean
  dueOn     DateTime
  owner     User        @relation(fields: [ownerId], references: [id])
  ownerId   Int
  updatedAt DateTime    @updatedAt
  @@map("order_items")
}
model Session { id String @id
  token String }
`

const sql = `
-- orders; with a comment
CREATE TYPE refund_state AS ENUM ('requested', 'approved', 'paid');
create table if not exists public."customers" (
  id bigserial primary key,
  "full name" text not null,
  date_of_birth date,
  credit_limit numeric(12,2) default 0,
  note text default 'a; b, (c)',
  api_key text
);
CREATE TABLE \`refunds\` (
  id int,
  state refund_state not null,
  customer_id bigint references customers (id),
  phase varchar(20) check (phase in ('open', 'it''s done')),
  priority ENUM('low','high'),
  amount money,
  is_partial tinyint(1),
  primary key (id)
);
CREATE TABLE refund_tags (refund_id int references refunds(id), tag_id int, foreign key (tag_id) references tags (id));
CREATE TABLE gone (id int primary key, x text);
INSERT INTO customers VALUES (1, 'it''s; CREATE TABLE no (a int)', 'and \\'so\\' on; (');
CREATE FUNCTION f() RETURNS void AS $body$ begin; don't (; end $body$ LANGUAGE plpgsql;
COPY customers (id) FROM stdin;
1\tdon't
\\.
CREATE TABLE "odd (name" ("a(b" text check ("a(b" in ('x', 'y')));
ALTER TABLE refunds ADD COLUMN assigned_to int, DROP COLUMN priority;
DROP TABLE gone;
CREATE TABLE schema_migrations (version text primary key);
`

describe('a schema', () => {
  test('of Prisma is read with its enumerations, references and lists', () => {
    const [user, item] = readPrisma(prisma)
    expect(user?.columns.map(({ name }) => name)).toEqual([
      'id',
      'email',
      'passwordHash',
      'phone',
      'iban',
      'salary',
      'role',
      'settings',
      'createdAt',
    ])
    expect(item?.columns).toMatchObject([
      { name: 'id', isKey: true },
      { name: 'status', values: ['PENDING_REVIEW', 'APPROVED', 'REJECTED', 'shipped'] },
      { name: 'total', type: 'decimal' },
      { name: 'quantity', type: 'number' },
      { name: 'tags', type: 'list' },
      { name: 'express', type: 'boolean' },
      { name: 'dueOn', type: 'date' },
      { name: 'ownerId', refersTo: 'User' },
      { name: 'updatedAt', type: 'date' },
    ])
  })

  test('of SQL is read with its types, checks, references and later changes', () => {
    const tables = readSql([sql])
    expect(tables.map(({ name }) => name)).toEqual(['customers', 'refunds', 'refund_tags', 'odd (name', 'schema_migrations'])
    expect(tables[0]?.columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'number'],
      ['full name', 'text'],
      ['date_of_birth', 'date'],
      ['credit_limit', 'decimal'],
      ['note', 'text'],
      ['api_key', 'text'],
    ])
    expect(tables[1]?.columns).toMatchObject([
      { name: 'id', isKey: true },
      { name: 'state', values: ['requested', 'approved', 'paid'] },
      { name: 'customer_id', refersTo: 'customers' },
      { name: 'phase', values: ['open', "it's done"] },
      { name: 'amount', type: 'decimal' },
      { name: 'is_partial', type: 'boolean' },
      { name: 'assigned_to', type: 'number' },
    ])
  })

  test('becomes a catalogue with kinds, the order of statuses, and what must be hidden', () => {
    const { catalogue, leftOut, ignored } = proposeCatalogue([...readPrisma(prisma), ...readSql([sql])], 'USD')
    expect(catalogue.objects).toMatchObject({
      user: {
        fields: {
          email: { label: 'E-mail', personal: true },
          passwordHash: { treatment: 'omit' },
          phone: { personal: true },
          iban: { treatment: 'mask', keep: 4 },
          salary: { treatment: 'encrypt', readers: ['finance'] },
          role: { kind: 'permission' },
        },
      },
      order_item: {
        label: 'Order item',
        name: 'Order item #{id}',
        fields: {
          status: { kind: 'status', sequence: ['PENDING_REVIEW', 'APPROVED', 'REJECTED', 'shipped'] },
          total: { kind: 'money', currency: 'USD' },
          quantity: { kind: 'number' },
          tags: { kind: 'list' },
          express: { kind: 'boolean' },
          dueOn: { kind: 'date' },
          ownerId: { label: 'Owner', kind: 'owner' },
        },
      },
      customer: {
        fields: {
          date_of_birth: { treatment: 'omit' },
          credit_limit: { kind: 'money' },
          api_key: { treatment: 'omit' },
        },
      },
      refund: { fields: { customer_id: { label: 'Customer', kind: 'reference' }, assigned_to: { kind: 'owner' } } },
    })
    expect(Object.keys(catalogue.actions)).toEqual(
      expect.arrayContaining(['order_item.approved', 'order_item.rejected', 'user.role_changed', 'refund.reassigned']),
    )
    expect(catalogue.actions['order_item.rejected']).toMatchObject({ reason: 'required', decision: 'rejected' })
    expect(leftOut).toEqual(['Session', 'refund_tags', 'schema_migrations'])
    expect(ignored).toEqual(['createdAt', 'updatedAt'])
    expect(checkCatalogue(catalogue).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('of whatever names and types becomes a catalogue without errors', () => {
    const odd = [
      'status',
      'Iban',
      'password',
      'e-mail',
      'date of birth',
      '__proto__',
      'ssn',
      'états',
      'owner_id',
      'total',
      'a/b~c',
      '1st',
    ]
    const name = fc.oneof(fc.constantFrom(...odd), fc.string({ minLength: 1, maxLength: 12 }))
    const column: fc.Arbitrary<SchemaColumn> = fc.record(
      {
        name,
        type: fc.constantFrom('text', 'number', 'decimal', 'date', 'boolean', 'list', 'object'),
        values: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 4 }),
        refersTo: name,
        isKey: fc.boolean(),
      },
      { requiredKeys: ['name', 'type', 'isKey'] },
    )
    const table: fc.Arbitrary<SchemaTable> = fc.record({ name, columns: fc.array(column, { maxLength: 8 }) })
    fc.assert(
      fc.property(fc.array(table, { maxLength: 4 }), (tables) => {
        const { catalogue } = proposeCatalogue(tables, 'EUR')
        expect(
          checkCatalogue(parseCatalogue(JSON.parse(JSON.stringify(catalogue)))).filter(({ severity }) => severity === 'error'),
        ).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe('init', () => {
  test('writes two files that type-check in every framework, and a catalogue that its own check has nothing to say of', async () => {
    const record = (lines: string) => `${lines}
await audit.record('order_item.created', { object: { id: 1 } })
// @ts-expect-error: no such action
await audit.record('order_item.eaten', { object: { id: 1 } })
`
    const apps = {
      express: [
        ['express'],
        record(`import express from 'express'
import { audit, auditRequests } from './audit.js'
const app = express()
app.use(auditRequests)`),
      ],
      nest: [
        ['@nestjs/core', 'express'],
        record("import express from 'express'\nimport { audit, auditRequests } from './audit.js'\nexpress().use(auditRequests)"),
      ],
      fastify: [
        ['fastify'],
        record(`import fastify from 'fastify'
import { audit, auditRequests } from './audit.js'
const app = fastify()
await app.register(auditRequests)`),
      ],
      hono: [
        ['hono'],
        record(`import { Hono } from 'hono'
import { audit, auditRequests } from './audit.js'
const app = new Hono()
app.use(auditRequests)`),
      ],
      next: [['next'], record("import { asUser, audit } from './audit.js'\nasUser({ id: '1' }, () => 1).toFixed()")],
      plain: [[], record("import { audit } from './audit.js'\nawait audit.as({ id: '7', name: 'Maria' }, async () => 1)")],
    } as const
    const tsconfig = { compilerOptions: { module: 'nodenext' } }
    for (const [name, [packages, main]] of Object.entries(apps)) {
      project(
        { 'package.json': using(...packages), 'tsconfig.json': tsconfig, 'prisma/schema.prisma': prisma, 'main.ts': main },
        name,
      )
      const { code, document } = await init(name)
      expect([code, document.framework, document.language], name).toEqual([0, name, 'typescript'])
    }
    symlinkSync(join(root, 'node_modules'), join(place.folder, 'node_modules'))
    const strict = {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      module: 'nodenext',
      skipLibCheck: true,
      types: ['node'],
      noUnusedLocals: true,
    }
    writeFileSync(join(place.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict, include: ['*/*.ts'] }))
    writeFileSync(join(place.folder, 'package.json'), '{"type":"module"}')
    const compiled = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', place.folder], { encoding: 'utf8' })
    expect(compiled.stdout + compiled.stderr).toBe('')
    const checked = await place.run(['catalogue', 'check', 'express/daybook.catalogue.ts'])
    expect([checked.code, checked.stdout + checked.stderr]).toEqual([0, expect.stringContaining('nothing to say')])
  })

  test('writes JavaScript for a JavaScript project, as the project imports', async () => {
    for (const [name, type] of [
      ['esm', 'module'],
      ['cjs', 'commonjs'],
    ] as const) {
      project({ 'package.json': { ...using('express'), type }, 'db/001.sql': sql, 'index.js': '' }, name)
      const { document } = await init(name)
      expect(document).toMatchObject({ language: 'javascript', module: name, files: ['daybook.catalogue.js', 'audit.js'] })
      for (const file of document.files) execFileSync(process.execPath, ['--check', join(place.folder, name, file)])
      expect((await place.run(['catalogue', 'check', join(name, 'daybook.catalogue.js')])).code, name).toBe(0)
    }
    expect(read('cjs', 'audit.js')).toContain("require('@daybook/sdk')")
  })

  test('writes what works as it stands: an Express application, its first event, and the sentence it reads as', async () => {
    project({
      'package.json': using('express'),
      'app.js': `import express from 'express'
import { audit, auditRequests } from './audit.js'
const app = express()
app.use((req, res, next) => next(void (req.user = { id: 'u_7', name: 'Maria Lopez' })))
app.use(auditRequests)
app.post('/admin/orders/:id', async (req, res) => {
  await audit.record('order.approved', { object: { id: req.params.id }, changes: { status: ['Pending Review', 'Approved'] } })
  res.end()
})
const server = app.listen(0, async () => {
  await fetch('http://127.0.0.1:' + server.address().port + '/admin/orders/1842', { method: 'POST' })
  console.log(await audit.flush({ timeoutMs: 20000 }))
  await audit.close()
  server.close()
})`,
    })
    symlinkSync(join(root, 'node_modules'), join(place.folder, 'node_modules'))
    expect((await init('app')).document.next[1]).toContain('/v1/trails/back-office')
    const server = await place.serve('--trail', 'back-office')
    expect((await place.json('catalogue', 'push', 'app/daybook.catalogue.js', '--trail', 'back-office')).code).toBe(0)
    const ran = spawnSync(process.execPath, ['app.js'], {
      cwd: join(place.folder, 'app'),
      encoding: 'utf8',
      env: { ...process.env, DAYBOOK_URL: `${server.url}/v1/trails/back-office`, DAYBOOK_KEY: server.first?.key },
    })
    expect([ran.status, ran.stdout], ran.stderr).toEqual([0, 'true\n'])
    const { document } = await place.json('search', 'maria')
    expect(document.data).toMatchObject([
      {
        sentence: 'Maria Lopez approved Order #1842: Status from Pending Review to Approved',
        source: { type: 'admin_action', name: 'Back office' },
      },
    ])
  })

  test('reads a catalogue in TypeScript also where the package around it is CommonJS and nothing is installed', async () => {
    project({
      'package.json': { ...using('fastify'), type: 'commonjs' },
      'tsconfig.json': '{ /* none */ "compilerOptions": {}, }',
    })
    expect((await init('app')).document).toMatchObject({ language: 'typescript', schema: [], objects: ['order'] })
    const { code, stdout, stderr } = await place.run(['catalogue', 'check', 'app/daybook.catalogue.ts'])
    expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('nothing to say')])
  })

  test('imports as the compiler is told to, and goes where it takes files from', async () => {
    const endings = { src: '.js', ts: '.ts', bundler: '' } as const
    const options = {
      src: { rootDir: './src' },
      ts: { allowImportingTsExtensions: true },
      bundler: { moduleResolution: 'Bundler' },
    }
    for (const [name, ending] of Object.entries(endings)) {
      project(
        { 'package.json': using(), 'tsconfig.json': { compilerOptions: options[name as keyof typeof options] }, 'src/a.ts': '' },
        name,
      )
      const { document } = await init(name)
      expect(read(name, document.files[1])).toContain(`from './daybook.catalogue${ending}'`)
      expect(document.files[0]).toBe(name === 'src' ? 'src/daybook.catalogue.ts' : 'daybook.catalogue.ts')
    }
  })

  test('never writes over a file, and writes neither where one is there', async () => {
    project({ 'package.json': using(), 'audit.js': 'mine' })
    const { code, document } = await init('app')
    expect([code, document.error.code]).toEqual([1, 'path_taken'])
    expect(read('app', 'audit.js')).toBe('mine')
    expect(existsSync(join(place.folder, 'app', 'daybook.catalogue.js'))).toBe(false)
    expect((await place.run(['init', 'app', '--force'])).code).toBe(2)
  })

  test('writes exactly two files, and says what to do next in three steps', async () => {
    project({ 'package.json': using('hono'), 'schema.sql': sql })
    const before = readdirSync(join(place.folder, 'app'))
    const { code, stdout } = await place.run(['init', 'app'])
    expect(code).toBe(0)
    expect(
      readdirSync(join(place.folder, 'app'))
        .filter((name) => !before.includes(name))
        .sort(),
    ).toEqual(['audit.js', 'daybook.catalogue.js'])
    expect([...stdout.matchAll(/^ {2}(\d)\. /gm)].map(([, n]) => n)).toEqual(['1', '2', '3'])
  })

  test('refuses a folder that is no project, and a currency that is none', async () => {
    expect((await init('.')).document.error).toMatchObject({ code: 'no_project' })
    project({ 'package.json': using() })
    expect((await init('app', '--currency', 'euro')).document.error).toMatchObject({ code: 'usage' })
    project({ 'package.json': '{' }, 'broken')
    expect((await init('broken')).document.error).toMatchObject({ code: 'bad_project' })
  })
})
