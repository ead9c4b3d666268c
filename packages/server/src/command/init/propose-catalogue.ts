import {
  type Catalogue,
  catalogueLimits,
  checkCatalogue,
  type FieldDeclaration,
  type ObjectDeclaration,
  parseCatalogue,
  Refusal,
} from '@daybook/core'
import { proposeActions } from './propose-actions.ts'
import { isTechnical, proposeField } from './propose-fields.ts'
import { labelOf, objectTypeOf } from './readable-name.ts'
import type { SchemaTable } from './schema-table.ts'

export interface Proposal {
  readonly catalogue: Catalogue
  /** Tables that say nothing of the business, and were left out. */
  readonly leftOut: readonly string[]
  /** Names of times that only say that a row was touched: the recorder ignores them. */
  readonly ignored: readonly string[]
}

/** Tables of the machinery: migrations, sessions, queues, caches, tokens, and an audit log of their own. */
const machinery =
  /(?:^|[_.])(?:_?prisma_)?(?:migrations?|schema_version|flyway\w*|knex\w*|typeorm_metadata|drizzle\w*|sessions?|jobs?|queues?|caches?|verification_?tokens?|refresh_?tokens?|tokens?|outbox|audit_?(?:logs?|events?|trails?)?|daybook\w*|ar_internal_metadata|sqlite_\w+)$/i

/** A catalogue for the tables of an application, in which nothing is wrong: to be read and trimmed by people. */
export function proposeCatalogue(tables: readonly SchemaTable[], currency: string): Proposal {
  const objects: { [type: string]: ObjectDeclaration } = {}
  const leftOut: string[] = []
  const ignored = new Set<string>()
  for (const table of tables) {
    const type = objectTypeOf(table.name)
    if (type === '' || machinery.test(snake(table.name)) || isLink(table) || type in objects || isFull(objects)) {
      leftOut.push(table.name)
      continue
    }
    objects[type] = proposeObject(table, type, currency)
    for (const column of table.columns)
      if (!column.isKey && isTechnical(column) && column.type === 'date') ignored.add(column.name)
  }
  return {
    catalogue: settled(readable(Object.keys(objects).length === 0 ? example : withActions(objects))),
    leftOut,
    ignored: [...ignored],
  }
}

const isFull = (objects: object): boolean => Object.keys(objects).length >= catalogueLimits.objects

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2')

/** A table that only ties two others together. */
const isLink = ({ columns }: SchemaTable): boolean => {
  const own = columns.filter((column) => column.refersTo === undefined && !isTechnical(column))
  return own.length === 0 && columns.filter(({ refersTo }) => refersTo !== undefined).length >= 2
}

function proposeObject(table: SchemaTable, type: string, currency: string): ObjectDeclaration {
  const label = labelOf(type)
  const columns = table.columns.filter((column) => !isTechnical(column)).slice(0, catalogueLimits.fieldsPerObject)
  const fields = columns.map((column): [string, FieldDeclaration] => [column.name, proposeField(column, currency)])
  return { label, name: `${label} #{id}`, ...(fields.length === 0 ? {} : { fields: distinct(Object.fromEntries(fields)) }) }
}

/** Two fields of one label would read the same: the later one keeps its name. */
function distinct(fields: { readonly [name: string]: FieldDeclaration }): { readonly [name: string]: FieldDeclaration } {
  const seen = new Set<string>()
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const label = seen.has(field.label ?? '') ? name : (field.label ?? name)
      seen.add(label)
      return [name, { ...field, label }]
    }),
  )
}

function withActions(objects: Catalogue['objects']): Catalogue {
  const actions = Object.entries(objects).flatMap(([type, object]) => Object.entries(proposeActions(type, object)))
  return { objects, actions: Object.fromEntries(actions.slice(0, catalogueLimits.actions)) }
}

/** Where no schema was found: one record type as an example, to be renamed. */
const exampleObject: ObjectDeclaration = {
  label: 'Order',
  name: 'Order #{id}',
  fields: {
    status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Shipped', 'Delivered'] },
    owner: { label: 'Owner', kind: 'owner' },
  },
}
const example: Catalogue = withActions({ order: exampleObject })

/** Without the names and values that no catalogue may have, which databases allow. */
function readable(catalogue: Catalogue): Catalogue {
  try {
    return parseCatalogue(catalogue)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return readable(without(catalogue, error.problem.pointer ?? ''))
  }
}

/** The catalogue without the field, else the object or action, that a pointer names. */
function without(catalogue: Catalogue, pointer: string): Catalogue {
  const [, list = '', name = '', member, field] = tokensOf(pointer)
  const rest = structuredClone(catalogue) as unknown as {
    [list: string]: { [name: string]: { fields?: { [field: string]: unknown } } }
  }
  if (member === 'fields' && field !== undefined) delete rest[list]?.[name]?.fields?.[field]
  else delete rest[list]?.[name]
  if (Object.keys(Reflect.get(catalogue, list) ?? {}).length === 0) throw new Error(`a proposal is refused at ${pointer}`)
  return rest as unknown as Catalogue
}

const tokensOf = (pointer: string): readonly string[] =>
  pointer.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

const fixes: { readonly [finding: string]: (name: string, field: FieldDeclaration) => FieldDeclaration } = {
  secret_without_treatment: (_, { label, kind }) => ({ ...(label && { label }), ...(kind && { kind }), treatment: 'omit' }),
  sensitive_in_clear: (name, field) => ({ ...field, ...treatmentFor(name) }),
  personal_undeclared: (_, field) => ({ ...field, personal: true }),
}

/** Identifiers stay recognisable by their end, pay is for those who deal with it, and what is nobody's business is omitted. */
function treatmentFor(name: string): Pick<FieldDeclaration, 'treatment' | 'keep' | 'readers'> {
  if (/iban|bic|account|sort|routing|number|ssn|social|national|passport|licen|tax|vat|insurance|steuer/i.test(name))
    return { treatment: 'mask', keep: 4 }
  if (/salary|wage|income|credit/i.test(name)) return { treatment: 'encrypt', readers: ['finance'] }
  return { treatment: 'omit' }
}

/** Does what the check asks for until it asks for nothing that can be done: a proposal never fails its own check. */
function settled(catalogue: Catalogue, round = 0): Catalogue {
  const todo = checkCatalogue(catalogue).filter(({ name }) => name in fixes)
  if (todo.length === 0 || round > 5) return catalogue
  const objects = structuredClone(catalogue.objects) as { [type: string]: { fields?: { [name: string]: FieldDeclaration } } }
  for (const { name, pointer } of todo) {
    const [, , type = '', , field = ''] = tokensOf(pointer)
    const fields = objects[type]?.fields
    const declared = fields?.[field]
    if (fields !== undefined && declared !== undefined) fields[field] = fixes[name]?.(field, declared) ?? declared
  }
  return settled({ ...catalogue, objects: objects as Catalogue['objects'] }, round + 1)
}

/** How many fields of a proposal are hidden in some way, for the summary. */
export const treatedFields = ({ objects }: Catalogue): readonly string[] =>
  Object.entries(objects).flatMap(([type, { fields = {} }]) =>
    Object.entries(fields).flatMap(([name, field]) =>
      field.treatment === undefined ? [] : [`${type}.${name}: ${field.treatment}`],
    ),
  )
