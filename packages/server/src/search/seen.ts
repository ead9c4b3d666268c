import type { Sees } from './search-index.ts'

/** Whether what is kept for these readers may be seen; undefined is for everybody. */
export const isSeen = (readers: readonly string[] | undefined, sees: Sees): boolean =>
  readers === undefined || sees.roles === 'everything' || readers.some((role) => sees.roles.includes(role))
