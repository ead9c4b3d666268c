import { html, type Markup } from '../html.ts'
import { fieldOf, type RecordType } from '../resources.ts'
import type { Value } from '../store.ts'

const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' })

/** A value as people read it. */
export const show = (type: RecordType, field: string, value: Value | undefined): Markup | string => {
  if (value === undefined || value === null || value === '') return '–'
  const { kind } = fieldOf(type, field)
  if (kind === 'money') return money.format(Number(value))
  if (kind === 'status') return html`<span class="status">${String(value)}</span>`
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}
