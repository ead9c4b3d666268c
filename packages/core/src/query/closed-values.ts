import { actorTypes, categories, decisions, outcomes } from '../event/event.ts'
import { defects } from '../messages/en/defects.ts'

/** The filters whose values are a closed set. */
export const closedValues: { readonly [filter: string]: readonly string[] | undefined } = {
  actorType: actorTypes,
  category: categories,
  decision: decisions,
  outcome: outcomes,
  quality: Object.keys(defects),
}

/** As it is spelt in events: `Bulk import` is `bulk_import`. */
export const plainSpelling = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
