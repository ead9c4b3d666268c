import { literally } from '../import/literally.ts'
import type { ColumnType, SchemaColumn, SchemaTable } from './schema-table.ts'

const identifier = '(?:"[^"]+"|`[^`]+`|\\[[^\\]]+\\]|[\\w$]+)'
const qualified = `(?:${identifier}\\s*\\.\\s*)?(${identifier})`
const enumType = new RegExp(`^create\\s+type\\s+${qualified}\\s+as\\s+enum\\s*\\(([\\s\\S]*)\\)$`, 'i')
const createTable = new RegExp(
  `^create\\s+(?:(?:global|local)\\s+)?(?:temp(?:orary)?\\s+|unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${qualified}\\s*\\(`,
  'i',
)
const dropTable = new RegExp(`^drop\\s+table\\s+(?:if\\s+exists\\s+)?${qualified}`, 'i')
const alterTable = new RegExp(`^alter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${qualified}\\s+([\\s\\S]*)$`, 'i')
const tableConstraint = /^(?:constraint|primary|foreign|unique|check|key|index|exclude|fulltext|spatial|like)\b/i

interface Draft {
  readonly name: string
  columns: SchemaColumn[]
}

/**
 * Reads `CREATE TABLE`, `CREATE TYPE … AS ENUM`, and columns added or dropped later, of PostgreSQL, MySQL and SQLite. What
 * it does not understand it leaves out: a proposal is made of this, and people read it. Texts are read in order.
 */
export function readSql(texts: readonly string[]): readonly SchemaTable[] {
  const tables = new Map<string, Draft>()
  const enums = new Map<string, readonly string[]>()
  for (const text of texts) for (const statement of statementsOf(text)) readStatement(statement, tables, enums)
  return [...tables.values()]
}

function readStatement(statement: string, tables: Map<string, Draft>, enums: Map<string, readonly string[]>): void {
  const [, type, values] = enumType.exec(statement) ?? []
  if (type !== undefined) enums.set(bare(type).toLowerCase(), textsOf(values ?? ''))
  const created = createTable.exec(statement)
  if (created !== null) {
    const name = bare(created[1] ?? '')
    tables.set(name.toLowerCase(), readTable(name, inParentheses(statement, created[0].length - 1), enums))
  }
  const dropped = dropTable.exec(statement)?.[1]
  if (dropped !== undefined) tables.delete(bare(dropped).toLowerCase())
  const [, altered, change = ''] = alterTable.exec(statement) ?? []
  const table = altered === undefined ? undefined : tables.get(bare(altered).toLowerCase())
  if (table !== undefined) for (const part of splitAtCommas(change)) alter(table, part, enums)
}

function alter(table: Draft, change: string, enums: ReadonlyMap<string, readonly string[]>): void {
  const added = /^add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?([\s\S]+)$/i.exec(change)?.[1]
  if (added !== undefined) addPart(table, added, enums)
  const dropped = /^drop\s+(?:column\s+)?(?:if\s+exists\s+)?(\S+)/i.exec(change)?.[1]
  if (dropped !== undefined) table.columns = table.columns.filter(({ name }) => name !== bare(dropped))
}

function readTable(name: string, body: string, enums: ReadonlyMap<string, readonly string[]>): Draft {
  const table: Draft = { name, columns: [] }
  for (const part of splitAtCommas(body)) addPart(table, part, enums)
  return table
}

function addPart(table: Draft, part: string, enums: ReadonlyMap<string, readonly string[]>): void {
  if (tableConstraint.test(part)) applyConstraint(table, part)
  else {
    const column = readColumn(part, enums)
    if (column !== undefined) table.columns.push(column)
  }
}

function readColumn(part: string, enums: ReadonlyMap<string, readonly string[]>): SchemaColumn | undefined {
  const [, name, rest = ''] = new RegExp(`^(${identifier})\\s*([\\s\\S]*)$`).exec(part) ?? []
  if (name === undefined) return undefined
  const typeName = bare(/^(?:"[^"]+"|[\w$.]+)/.exec(rest)?.[0] ?? '').toLowerCase()
  const own = /^enum\s*\(/i.test(rest) ? textsOf(inParentheses(rest, rest.indexOf('('))) : undefined
  const values = own ?? enums.get(typeName.split('.').at(-1) ?? '') ?? checkedValues(rest, bare(name))
  const refersTo = new RegExp(`\\breferences\\s+${qualified}`, 'i').exec(rest)?.[1]
  return {
    name: bare(name),
    type: typeOf(typeName, rest),
    ...(values === undefined ? {} : { values }),
    ...(refersTo === undefined ? {} : { refersTo: bare(refersTo) }),
    isKey: /\bprimary\s+key\b/i.test(rest),
  }
}

/** A key, a reference, or the values a check allows, said beside the columns. */
function applyConstraint(table: Draft, part: string): void {
  const [, key] = /primary\s+key\s*\(\s*([^,)]+?)\s*\)/i.exec(part) ?? []
  const [, from, to] =
    new RegExp(`foreign\\s+key\\s*\\(\\s*(${identifier})\\s*\\)\\s*references\\s+${qualified}`, 'i').exec(part) ?? []
  table.columns = table.columns.map((column) => {
    const values = column.values ?? checkedValues(part, column.name)
    return {
      ...column,
      ...(values === undefined ? {} : { values }),
      ...(from !== undefined && to !== undefined && bare(from) === column.name ? { refersTo: bare(to) } : {}),
      isKey: column.isKey || (key !== undefined && bare(key) === column.name),
    }
  })
}

/** `CHECK (status IN ('a', 'b'))`, also as PostgreSQL writes it back: `= ANY (ARRAY['a'::text, …])`. */
function checkedValues(text: string, column: string): readonly string[] | undefined {
  const found = new RegExp(
    `["\`[(\\s]${literally(column)}["\`\\])]*(?:::\\w+)?\\s*(?:in\\s*\\(|=\\s*any\\s*\\(\\s*\\(?\\s*array\\s*\\[)([^)\\]]*)`,
    'i',
  ).exec(/\bcheck\b[\s\S]*/i.exec(text)?.[0] ?? '')?.[1]
  const values = found === undefined ? [] : textsOf(found)
  return values.length === 0 ? undefined : values
}

const typePatterns: readonly (readonly [ColumnType, RegExp])[] = [
  ['list', /\[\]|\barray\b/],
  ['object', /^(?:json|jsonb|bytea|blob|binary|varbinary|xml|geometry|vector|tsvector)/],
  ['boolean', /^(?:bool|tinyint\s*\(\s*1\s*\)|bit\b)/],
  ['date', /^(?:date|time|timestamp)/],
  ['decimal', /^(?:numeric|decimal|dec\b|money|smallmoney|number)/],
  ['number', /^(?:int|bigint|smallint|tinyint|mediumint|serial|bigserial|smallserial|real|float|double|year)/],
]

function typeOf(name: string, rest: string): ColumnType {
  const head = `${name}${rest.slice(name.length, name.length + 40)}`.toLowerCase()
  return typePatterns.find(([, pattern]) => pattern.test(head))?.[0] ?? 'text'
}

/** A text; MySQL's dumps escape quotes in it with a backslash. */
const text = `'(?:[^'\\\\]|''|\\\\.)*'`

/** Statements without comments, function bodies and the rows of a dump; a semicolon in a text or a quoted name ends none. */
function statementsOf(sql: string): readonly string[] {
  const plain = sql
    .replace(/^COPY [^;]*FROM stdin;[\s\S]*?^\\\.$/gim, '')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(new RegExp(`(${text})|--[^\\n]*|/\\*[\\s\\S]*?\\*/`, 'g'), (_, kept: string | undefined) => kept ?? ' ')
  return splitAt(plain, ';')
}

const splitAtCommas = (list: string): readonly string[] => splitAt(list, ',')

const marks = new RegExp(`${text}|"[^"]*"|\`[^\`]*\`|[(),;]`, 'g')

/** Parts between separators outside of parentheses and quotes. */
function splitAt(whole: string, separator: string): readonly string[] {
  const parts: string[] = []
  let [from, depth] = [0, 0]
  for (const { 0: mark, index } of whole.matchAll(marks)) {
    if (mark === '(') depth++
    if (mark === ')') depth--
    if (mark !== separator || depth > 0) continue
    parts.push(whole.slice(from, index).trim())
    from = index + 1
  }
  return [...parts, whole.slice(from).trim()].filter((part) => part !== '')
}

/** What stands in the parentheses that open at a place. */
function inParentheses(whole: string, open: number): string {
  let depth = 0
  for (const { 0: mark, index } of whole.slice(open).matchAll(marks)) {
    if (mark === '(') depth++
    if (mark === ')' && --depth === 0) return whole.slice(open + 1, open + index)
  }
  return whole.slice(open + 1)
}

const textsOf = (list: string): readonly string[] =>
  [...list.matchAll(new RegExp(text, 'g'))].map(([quoted]) => quoted.slice(1, -1).replaceAll("''", "'"))

const bare = (name: string): string => name.replace(/^["`[]|["`\]]$/g, '')
