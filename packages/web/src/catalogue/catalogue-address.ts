/** What the address of the catalogue says besides its path. */
export interface CatalogueAddress {
  readonly q?: string
}

export const readCatalogueAddress = (search: { readonly [name: string]: unknown }): CatalogueAddress =>
  typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}
