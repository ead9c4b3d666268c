import catalogue from '../daybook.catalogue.ts'

/** What the tool keeps: one table a kind of record, one column a field. Labels are the catalogue's. */
export interface Resource {
  readonly type: RecordType
  /** Of the table, and in addresses. */
  readonly plural: string
  readonly title: string
  readonly columns: readonly string[]
  /** The columns a list shows. */
  readonly listed: readonly string[]
}

export type RecordType = 'customer' | 'order' | 'refund' | 'ticket' | 'job' | 'product' | 'vendor'

const resource = (type: RecordType, title: string, listed: readonly string[]): Resource => ({
  type,
  plural: `${type}s`,
  title,
  columns: Object.keys(catalogue.objects[type].fields),
  listed,
})

export const resources: readonly Resource[] = [
  resource('order', 'Orders', ['status', 'total', 'items']),
  resource('refund', 'Refunds', ['status', 'amount']),
  resource('customer', 'Customers', ['status', 'billingStatus', 'plan', 'owner']),
  resource('ticket', 'Tickets', ['subject', 'status', 'priority', 'assignee']),
  resource('job', 'Jobs', ['work', 'status', 'visit', 'technician']),
  resource('product', 'Inventory', ['price', 'stock', 'reorderAt']),
  resource('vendor', 'Vendors', ['status', 'risk', 'terms']),
]

export const resourceOf = (type: string): Resource | undefined => resources.find((one) => one.type === type)
export const resourceAt = (plural: string): Resource | undefined => resources.find((one) => one.plural === plural)

interface Field {
  readonly label?: string
  readonly kind?: string
}

export const fieldOf = (type: RecordType, field: string): Field => {
  const fields: { readonly [name: string]: Field } = catalogue.objects[type].fields
  return fields[field] ?? {}
}
