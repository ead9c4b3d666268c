import {
  type Catalogue,
  type CatalogueChange,
  type CompiledCatalogue,
  canonicalize,
  compileCatalogue,
  diffCatalogues,
  emptyCatalogue,
  type Json,
  parseCatalogue,
  parseJson,
  Refusal,
} from '@daybook/core'
import type { Journal } from '../journal/journal.ts'
import { catalogueDocument, latestCatalogueDocument } from './documents.ts'

export interface Pushed {
  readonly version: number
  /** False when the content is that of the newest version. */
  readonly isNew: boolean
  readonly changes: readonly CatalogueChange[]
}

const nothing: Catalogue = { objects: {}, actions: {} }

/** The versions of a trail's catalogue, the newest one ready for use. Versions count from 1. */
export class CatalogueShelf {
  readonly #journal: Journal
  #newest: CompiledCatalogue = emptyCatalogue
  #catalogue: Catalogue = nothing
  #version = 0

  private constructor(journal: Journal) {
    this.#journal = journal
  }

  static async open(journal: Journal): Promise<CatalogueShelf> {
    const shelf = new CatalogueShelf(journal)
    const version = Number((await journal.document(latestCatalogueDocument)) ?? 0)
    const text = await journal.document(catalogueDocument(version))
    if (text !== undefined) shelf.#take(parseJson(text) as unknown as Catalogue, version)
    return shelf
  }

  get newest(): CompiledCatalogue {
    return this.#newest
  }

  /** Stores a catalogue as the next version; refuses one that is not valid with `bad_catalogue`. */
  async push(text: string): Promise<Pushed> {
    const catalogue = parseCatalogue(parseStrictly(text))
    const canonical = canonicalize(catalogue as unknown as Json)
    if (this.#version > 0 && canonical === canonicalize(this.#catalogue as unknown as Json))
      return { version: this.#version, isNew: false, changes: [] }
    const changes = diffCatalogues(this.#catalogue, catalogue)
    const version = this.#version + 1
    // The version is written before it is named the newest, so that a crash between the two leaves nothing half.
    await this.#journal.saveDocument(catalogueDocument(version), canonical)
    await this.#journal.saveDocument(latestCatalogueDocument, String(version))
    this.#take(catalogue, version)
    return { version, isNew: true, changes }
  }

  #take(catalogue: Catalogue, version: number): void {
    this.#catalogue = catalogue
    this.#version = version
    this.#newest = compileCatalogue(catalogue, version)
  }
}

/** JSON that keeps its meaning: what has no canonical form (half a surrogate pair, NUL, an unsafe number, deep nesting) is refused. */
const parseStrictly = (text: string): unknown => {
  let value: Json
  try {
    value = parseJson(text)
  } catch {
    throw new Refusal({ code: 'invalid_json', detail: 'The catalogue is not valid JSON.' })
  }
  try {
    canonicalize(value)
  } catch {
    const detail =
      'The catalogue holds text that is not well-formed Unicode, a number that cannot be kept exactly, or nests more than 16 levels deep.'
    throw new Refusal({ code: 'bad_catalogue', detail })
  }
  return value
}
