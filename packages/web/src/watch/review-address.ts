import { type PermissionReview, type ReviewFilter, reviewFilters } from './watch-api.ts'

/** What the address of a review narrows its list by. */
export const readReviewAddress = (search: { readonly [name: string]: unknown }): ReviewFilter =>
  keep((name) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  })

/** Of a filter what there still is in a review: an address can be of before somebody signed it off. */
export const stillThere = (filter: ReviewFilter, choices: PermissionReview['choices']): ReviewFilter =>
  keep((name) => choices[name].find(({ value }) => value === filter[name])?.value)

const keep = (found: (name: keyof ReviewFilter) => string | undefined): ReviewFilter =>
  Object.fromEntries(
    reviewFilters.flatMap((name) => {
      const value = found(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
