import { one } from '../one.ts'

/** Texts of what led to an event, what it led to, and what else happened then. */
export const around = {
  title: 'Around this moment',
  show: 'Show what else happened within {time}',
  hide: 'Hide',
  within: 'Within',
  of: 'Only what has in common',
  same: {
    record: 'the same record',
    person: 'the same person or program',
    request: 'the same request',
    batch: 'the same import or run',
    customer: 'the same customer',
  },
  found: (count: number) =>
    count === 0 ? 'Nothing else happened then.' : `${one(count, 'other event', 'other events', String(count))}.`,
  cut: 'There were more; choose a shorter time, or what they have in common.',
  here: 'this event',
  chain: 'What triggered it, and what it triggered',
  triggered: 'It triggered',
  thenTriggered: 'which triggered',
  moreEffects: 'It triggered more than is told here.',
  moreCauses: 'The chain begins earlier: open the first event to go further back.',
  allEffects: 'All that it triggered itself, as a search',
  between: (count: number, shown: string) => `Show ${one(count, 'step', 'steps', shown)} between`,
  others: 'Show {count} more',
}
