/** A count with its word in the right number: `one(1, 'event', 'events', '1')`. `shown` is the count as the reader writes it. */
export const one = (count: number, singular: string, plural: string, shown: string): string =>
  `${shown} ${count === 1 ? singular : plural}`
