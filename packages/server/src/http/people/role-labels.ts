import type { Service } from '../frame/service.ts'

/** Roles as people know them. */
export const labelsOf = ({ people }: Pick<Service, 'people'>, trail: string, names: readonly string[]): readonly string[] =>
  names.map((name) => people.roles.get(trail, name)?.label ?? name)
