import { m } from '../messages/messages.ts'
import type { SourceName } from './acts-for.ts'

export { actsFor, type SourceName } from './acts-for.ts'

/** The source in words. A word this version does not know is shown as it is. */
export const sourceLabel = (source: SourceName): string => m.sources[source] ?? source
