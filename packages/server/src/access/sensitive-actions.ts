import { type CompiledCatalogue, starterCatalogue, trailCatalogue } from '@daybook/core'

/** The part of a trail's reader that knows its catalogues. A version never changes. */
export interface CatalogueReader {
  /** The version of the newest catalogue; 0 when the trail has none. */
  catalogueVersion(): Promise<number>
  compiled(version: number): Promise<CompiledCatalogue>
}

interface Known {
  readonly version: number
  readonly actions: readonly string[]
}

const known = new WeakMap<CatalogueReader, Known>()

/**
 * The names of all actions that are sensitive on a trail, in the order of the alphabet. Of each action the newest version
 * that declares it decides, so that one that was dropped from the catalogue stays sensitive; of one that no version
 * declares, Daybook's own declarations do.
 */
export const sensitiveActions = async (reader: CatalogueReader): Promise<readonly string[]> => {
  const version = await reader.catalogueVersion()
  const before = known.get(reader)
  if (before?.version === version) return before.actions
  const isSensitive = new Map<string, boolean>()
  const take = (actions: { readonly [name: string]: object }): void => {
    for (const [name, { sensitivity }] of Object.entries<{ sensitivity?: string }>(actions))
      if (!isSensitive.has(name)) isSensitive.set(name, sensitivity === 'sensitive')
  }
  take(trailCatalogue)
  for (let at = version; at > 0; at--) take((await reader.compiled(at)).source.actions)
  take(starterCatalogue.actions)
  const actions = [...isSensitive].flatMap(([name, yes]) => (yes ? [name] : [])).sort()
  known.set(reader, { version, actions })
  return actions
}
