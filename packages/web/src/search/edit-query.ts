import { type FilterName, filterNames, formatQuery, parseQuery, type Query } from '@daybook/core'

/** The parts of a query that all must hold, each as one chip; undefined where the text is not a query. */
export const partsOf = (q: string): readonly Query[] | undefined => {
  if (q.trim() === '') return []
  try {
    const query = parseQuery(q)
    return query.kind === 'and' ? query.parts : [query]
  } catch {
    return undefined
  }
}

const textOf = (parts: readonly Query[]): string => (parts.length === 0 ? '' : formatQuery({ kind: 'and', parts }))

/** The query without its part at a place. */
export const without = (q: string, at: number): string => textOf((partsOf(q) ?? []).filter((_, index) => index !== at))

const isFilter = (name: string): name is FilterName => filterNames.some((one) => one === name)

const partFor = (name: string, value: string): Query => {
  const wanted = [{ match: 'is', text: value } as const]
  return isFilter(name) ? { kind: 'filter', filter: name, values: wanted } : { kind: 'change', field: wanted }
}

/** The query with a value added, or excluded; one that is there already stays once. */
export const withValue = (q: string, name: string, value: string, isExcluded = false): string => {
  const part = partFor(name, value)
  const wanted: Query = isExcluded ? { kind: 'not', part } : part
  const parts = partsOf(q) ?? []
  const text = formatQuery(wanted)
  return parts.some((one) => formatQuery(one) === text) ? q : textOf([...parts, wanted])
}

/** True where the query asks for exactly this value already. */
export const asksFor = (q: string, name: string, value: string): boolean => {
  const text = formatQuery(partFor(name, value))
  return (partsOf(q) ?? []).some((one) => formatQuery(one) === text)
}
