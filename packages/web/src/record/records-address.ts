/** What the address of the list of records says besides its path. */
export interface RecordsAddress {
  readonly q?: string
}

export const readRecordsAddress = (search: { readonly [name: string]: unknown }): RecordsAddress =>
  typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}
