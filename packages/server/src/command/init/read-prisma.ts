import type { ColumnType, SchemaColumn, SchemaTable } from './schema-table.ts'

interface Block {
  readonly kind: string
  readonly name: string
  readonly body: string
}

const types: { readonly [type: string]: ColumnType } = {
  String: 'text',
  Int: 'number',
  BigInt: 'number',
  Float: 'number',
  Decimal: 'decimal',
  DateTime: 'date',
  Boolean: 'boolean',
  Json: 'object',
  Bytes: 'object',
}

/**
 * Reads models and enumerations of a Prisma schema (the schema reference of Prisma 6), line by line, as its formatter
 * writes them. What it does not understand it leaves out: a proposal is made of this, and people read it.
 */
export function readPrisma(schema: string): readonly SchemaTable[] {
  const blocks = blocksOf(schema)
  const enums = new Map(blocks.flatMap(({ kind, name, body }) => (kind === 'enum' ? [[name, valuesOf(body)] as const] : [])))
  const models = new Set(blocks.flatMap(({ kind, name }) => (kind === 'model' ? [name] : [])))
  return blocks
    .filter(({ kind }) => kind === 'model')
    .map(({ name, body }) => ({ name, columns: columnsOf(body, enums, models) }))
}

/** A block ends at its brace; braces in texts are none. */
function blocksOf(schema: string): readonly Block[] {
  const plain = schema.replace(/(^|\s)\/\/.*$/gm, '$1').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...plain.matchAll(/\b(model|enum)\s+(\w+)\s*\{((?:"(?:[^"\\]|\\.)*"|[^{}"])*)\}/g)].map(
    ([, kind = '', name = '', body = '']) => ({ kind, name, body: body.replace(/^\s*@@.*$/gm, '') }),
  )
}

/** The database's spelling where it has one: that is what values look like in events. */
const valuesOf = (body: string): readonly string[] =>
  [...body.matchAll(/(?<![@\w])(\w+)(?:[ \t]+@map\("([^"]+)"\))?/g)].map(([, name = '', mapped]) => mapped ?? name)

function columnsOf(
  body: string,
  enums: ReadonlyMap<string, readonly string[]>,
  models: ReadonlySet<string>,
): readonly SchemaColumn[] {
  const fields = body.split('\n').flatMap((line) => {
    const [, name, type, mark = '', rest = ''] = /^\s*(\w+)\s+(\w+)(\[\]|\?)?(.*)$/.exec(line) ?? []
    return name === undefined || type === undefined ? [] : [{ name, type, mark, rest }]
  })
  const refers = new Map(
    fields.flatMap(({ type, rest }) => {
      const field = /@relation\([^)]*fields:\s*\[(\w+)\]/.exec(rest)?.[1]
      return field === undefined ? [] : [[field, type] as const]
    }),
  )
  return fields
    .filter(({ type }) => !models.has(type))
    .map(({ name, type, mark, rest }) => {
      const values = enums.get(type)
      const refersTo = refers.get(name)
      return {
        name,
        type: mark === '[]' ? 'list' : (types[type] ?? 'text'),
        ...(values === undefined || mark === '[]' ? {} : { values }),
        ...(refersTo === undefined ? {} : { refersTo }),
        isKey: /(?:^|\s)@id\b/.test(rest),
      }
    })
}
