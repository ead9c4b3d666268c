import type { SourceType } from '@daybook/core'
import { m } from '../messages/messages.ts'

export type SourceName = SourceType | 'none'

/** Sources through which a person acts; everything else is a system acting. */
const people: ReadonlySet<string> = new Set(['user_action', 'admin_action'])

export const actsFor = (source: SourceName): 'person' | 'system' | 'nobody' => {
  if (source === 'none') return 'nobody'
  return people.has(source) ? 'person' : 'system'
}

/** The source in words. A word this version does not know is shown as it is. */
export const sourceLabel = (source: SourceName): string => m.sources[source] ?? source
