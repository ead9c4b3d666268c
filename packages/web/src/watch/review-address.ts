import { type ReviewFilter, reviewFilters } from './watch-api.ts'

/** What the address of a review narrows its list by. */
export const readReviewAddress = (search: { readonly [name: string]: unknown }): ReviewFilter =>
  Object.fromEntries(
    reviewFilters.flatMap((name) => {
      const value = search[name]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
