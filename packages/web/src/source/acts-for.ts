import type { SourceType } from '@daybook/core'

export type SourceName = SourceType | 'none'

/** Sources through which a person acts; everything else is a system acting. */
const people: ReadonlySet<string> = new Set(['user_action', 'admin_action'])

export const actsFor = (source: SourceName): 'person' | 'system' | 'nobody' => {
  if (source === 'none') return 'nobody'
  return people.has(source) ? 'person' : 'system'
}
