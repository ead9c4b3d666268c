import { one } from '../one.ts'

/** Texts of lists of events, wherever they stand. */
export const list = {
  lanes: 'Which events',
  total: (count: number, shown: string) => one(count, 'event', 'events', shown),
  zone: 'times in {zone}',
  today: 'Today',
  yesterday: 'Yesterday',
  more: 'Load more',
  loadingMore: 'Loading…',
  shown: '{shown} of {total} shown',
  fresh: (count: number, shown: string) => one(count, 'new event', 'new events', shown),
  sealed: 'This trail takes no events at the moment: {because}. What is recorded can be read and checked.',
  emptyTitle: 'No events yet',
  emptyLead: 'These three lines send the first one. The key is the writer key that was printed when the trail was made.',
  by: 'by {actor}',
  history: 'History',
  historyWhy: 'Loaded as history: it happened before the trail existed. Proofs hold since it was recorded.',
  defects: (count: number, shown: string) => one(count, 'quality note', 'quality notes', shown),
  failure: 'Failed',
  denied: 'Denied',
  mostWeak: 'most of these have quality notes, which stand in each event',
  noSentence: 'This event has no sentence.',
}
