import type { Sees } from '../../access/sight.ts'
import type { TrailReader } from '../../trail/trail-reader.ts'

/** Something that the newest catalogue keeps for some, and not for this reader. */
export interface KeptFrom {
  /** `customer.iban` for a field, the action's name for an action. */
  readonly name: string
  readonly label: string
  /** Who may read it. */
  readonly roles: readonly string[]
}

/** What this reader does not get, by the newest catalogue: fields, and everything but the bare facts of an action. */
export const keptFrom = async ({ roles }: Pick<Sees, 'roles'>, reader: TrailReader): Promise<readonly KeptFrom[]> => {
  if (roles === 'everything') return []
  const { source } = await reader.compiled(await reader.catalogueVersion())
  const isKept = (readers: readonly string[] | undefined): readers is readonly string[] =>
    readers !== undefined && readers.length > 0 && !readers.some((role) => roles.includes(role))
  const fields = Object.entries(source.objects).flatMap(([type, object]) =>
    Object.entries(object.fields ?? {}).flatMap(([field, { readers, label }]): readonly KeptFrom[] =>
      isKept(readers) ? [{ name: `${type}.${field}`, label: `${object.label}: ${label ?? field}`, roles: readers }] : [],
    ),
  )
  const actions = Object.entries(source.actions).flatMap(([action, { readers }]): readonly KeptFrom[] =>
    isKept(readers) ? [{ name: action, label: action, roles: readers }] : [],
  )
  return [...fields, ...actions]
}
