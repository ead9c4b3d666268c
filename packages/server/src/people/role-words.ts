import type { Grant, Right, Role } from '../access/role.ts'

const rightWords: { readonly [right in Right]: string } = {
  read: 'search and open events',
  export: 'export',
  reveal: 'reveal hidden values',
  annotate: 'write notes and ask questions',
  alert: 'set alerts',
  review: 'sign reviews off',
  administer: 'look after people, roles, keys and settings',
}

/** What a grant shows, in words, for the event that says it changed. */
const grantInWords = ({ categories, actions, objects, organizations, sensitive }: Grant): string => {
  const parts = [
    categories ? `category ${categories.join(', ')}` : undefined,
    actions ? `action ${actions.join(', ')}` : undefined,
    objects ? `records of type ${objects.join(', ')}` : undefined,
    organizations ? `organization ${organizations.join(', ')}` : undefined,
  ].filter((part) => part !== undefined)
  return `${parts.length === 0 ? 'everything' : parts.join('; ')}${sensitive ? '; sensitive ones too' : ''}`
}

/** What changed between two states of a role, as changes of an event; undefined for one that is not there. */
export const roleChanges = (before: Role | undefined, after: Role | undefined) => {
  const said = (role: Role | undefined) =>
    role && {
      label: role.label,
      description: role.description,
      reads: role.grants.length === 0 ? ['nothing'] : role.grants.map(grantInWords),
      may: role.rights.map((right) => rightWords[right]),
    }
  const [was, is] = [said(before), said(after)]
  const labels = { label: 'Name', description: 'Description', reads: 'Reads', may: 'May' } as const
  return (Object.keys(labels) as (keyof typeof labels)[])
    .filter((field) => JSON.stringify(was?.[field]) !== JSON.stringify(is?.[field]))
    .map((field) => ({
      field,
      label: labels[field],
      ...(was ? { before: was[field] } : {}),
      ...(is ? { after: is[field] } : {}),
    }))
}
