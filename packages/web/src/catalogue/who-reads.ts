import type { ActionDeclaration } from '@daybook/core'
import type { TrailRole } from '../people/people-api.ts'

/**
 * The roles that read events of an action, by their labels: those that one of their grants reaches it with, and that the
 * catalogue does not keep it from. A grant that is limited to kinds of records or organizations reaches some of its events.
 */
export const whoReads = (action: string, declared: ActionDeclaration, roles: readonly TrailRole[]): readonly string[] =>
  roles
    .filter(({ name, rights, grants }) => {
      if (!rights.includes('read') || (declared.readers !== undefined && !declared.readers.includes(name))) return false
      return grants.some(
        ({ categories, actions, sensitive }) =>
          (categories === undefined || categories.includes(declared.category)) &&
          (actions === undefined || actions.some((one) => fits(one, action))) &&
          (declared.sensitivity !== 'sensitive' || sensitive === true),
      )
    })
    .map(({ label }) => label)

const fits = (granted: string, action: string): boolean =>
  granted.endsWith('*') ? action.startsWith(granted.slice(0, -1)) : granted === action
