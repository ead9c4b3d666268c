/** What is fixed when a trail is created. */
export interface TrailFacts {
  readonly name: string
  /** `<host>/<uuid>`: the trail's name in every checkpoint, for ever. */
  readonly origin: string
  readonly createdAt: string
  /** The tlog-policy text with the trail's keys. */
  readonly policy: string
}

/** Names of the journal's documents. A catalogue version is written once and never again. */
export const factsDocument = 'trail'
export const latestCatalogueDocument = 'catalogue'
export const catalogueDocument = (version: number): string => `catalogue/${version}`

/** Small and plain, since it is a folder's name, a part of addresses and the subject of keys. */
export const trailNamePattern = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/
