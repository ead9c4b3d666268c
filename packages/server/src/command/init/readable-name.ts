/** The words of a name, lower-case: `orderItems`, `ORDER_ITEMS` and `order-items` are `order items`. */
const words = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())

/** `order_item` for the table `OrderItems`, as an object type and the first word of actions; empty where no letter begins it. */
export function objectTypeOf(table: string): string {
  const all = words(table)
  const last = all.at(-1) ?? ''
  const type = [...all.slice(0, -1), singular(last)].join('_')
  return /^[a-z]/.test(type) ? type : ''
}

/** `Credit limit` for `creditLimit`; a reference loses its `id`. */
export function labelOf(name: string, isReference = false): string {
  const all = words(name)
  const kept = isReference && all.length > 1 && all.at(-1) === 'id' ? all.slice(0, -1) : all
  const text = kept.map((word) => abbreviations[word] ?? word).join(' ')
  return text.replace(/^\p{L}/u, (letter) => letter.toUpperCase())
}

const abbreviations: { readonly [word: string]: string } = {
  id: 'ID',
  iban: 'IBAN',
  bic: 'BIC',
  vat: 'VAT',
  ip: 'IP',
  url: 'URL',
  sku: 'SKU',
  api: 'API',
  sla: 'SLA',
  email: 'e-mail',
}

/** English plurals as tables are called; words that only look like one stay. */
function singular(word: string): string {
  if (/(?:ss|us|is|news|series|species)$/.test(word) || word.length < 4) return word
  if (word === 'people') return 'person'
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:sses|shes|ches|xes|zes|uses)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}
