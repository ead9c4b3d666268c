import type { UseQueryResult } from '@tanstack/react-query'

/**
 * Whether the server has said what it has to say: an answer, or a first failure, whose further tries are not waited for.
 * What would move something below it is shown no earlier, and what stands below it not before it.
 */
export const isAnswered = ({ isPending, failureCount }: Pick<UseQueryResult, 'isPending' | 'failureCount'>): boolean =>
  !isPending || failureCount > 0
