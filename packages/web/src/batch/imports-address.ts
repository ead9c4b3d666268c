/** What the address of the list says besides its path. */
export interface ImportsAddress {
  readonly show?: 'runs'
}

export const readImportsAddress = (search: { readonly [name: string]: unknown }): ImportsAddress =>
  search.show === 'runs' ? { show: 'runs' } : {}
