import type { FieldDeclaration, FieldKind } from '@daybook/core'
import { labelOf } from './readable-name.ts'
import type { SchemaColumn } from './schema-table.ts'

const names: { readonly [kind: string]: RegExp } = {
  status: /(?:^|[_a-z])(?:status|state|stage|phase)$/i,
  permission: /(?:^|_|[a-z])(?:roles?|permissions?|access_?level|privileges?|scopes?)$/i,
  owner: /(?:^|_)(?:owner|assignee|assigned_?to|agent|account_?manager|responsible|handler)(?:_?id)?$/i,
  money:
    /(?:^|_|[a-z])(?:amount|price|total|subtotal|cost|fee|balance|discount|tax|revenue|credit_?limit|budget|value|paid|refunded|net|gross)$/i,
  date: /(?:^|_)(?:date|at|on|until|since)$|(?:Date|At)$/,
}

/** Columns that every table has and nobody asks about: keys, and times that only say that a row was touched. */
const technical =
  /^(?:id|uuid|guid|pk|rowid|version|lock_?version|row_?version|etag|(?:created|updated|modified|inserted|last_?updated)_?(?:at|on|date|time)|createdat|updatedat|timestamps?)$/i

export const isTechnical = (column: SchemaColumn): boolean => column.isKey || technical.test(column.name)

/** What a column is to people, as far as its type and its name say. Treatments are for the check to ask for. */
export function proposeField(column: SchemaColumn, currency: string): FieldDeclaration {
  const kind = kindOf(column)
  return {
    label: labelOf(column.name, kind === 'reference' || kind === 'owner') || column.name,
    ...(kind === 'text' ? {} : { kind }),
    ...(kind === 'status' ? { sequence: [...new Set(column.values)] } : {}),
    ...(kind === 'money' ? { currency } : {}),
  }
}

function kindOf({ name, type, values, refersTo }: SchemaColumn): FieldKind {
  const named = (kind: string): boolean => names[kind]?.test(name) === true
  if (type === 'boolean') return 'boolean'
  if (named('permission')) return type === 'list' ? 'list' : 'permission'
  if (type === 'list') return 'list'
  // A status whose values are not known would have no order: it is proposed as text, for people to say.
  if (named('status') && type === 'text' && (values?.length ?? 0) > 1) return 'status'
  if (named('owner')) return 'owner'
  if (refersTo !== undefined) return 'reference'
  if (type === 'date' || (type === 'text' && named('date') && /date/i.test(name))) return 'date'
  if (type === 'decimal' || (type === 'number' && named('money'))) return named('money') ? 'money' : 'number'
  return type === 'number' ? 'number' : 'text'
}
