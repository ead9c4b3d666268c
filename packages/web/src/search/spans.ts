/** How far back a search looks that is always about the latest; as the address says it. */
export const spans = ['1d', '7d', '30d', '90d', '365d'] as const
export type Span = (typeof spans)[number]

export const spanFrom = (text: unknown): Span | undefined => spans.find((span) => span === text)

const dayMs = 86_400_000

/** The first day of a span that ends now; a day of UTC, so that it means the same to everybody who has the link. */
export const firstDayOf = (span: Span, nowMs: number): string =>
  new Date(nowMs - Number(span.slice(0, -1)) * dayMs).toISOString().slice(0, 10)
