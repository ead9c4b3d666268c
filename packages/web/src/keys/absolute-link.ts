const comparison = /^\/t\/[^/]+(?:\/~)?\/records\/[^/]+\/[^/]+\/compare\/?$/

/**
 * The address of a page as it is passed on: a comparison with now becomes one with this moment, so that whoever opens the
 * link compares the same two. Every other address says by itself what it shows.
 */
export const absoluteLink = (href: string, nowMs: number): string => {
  const url = new URL(href)
  if (comparison.test(url.pathname) && !url.searchParams.has('to')) url.searchParams.set('to', new Date(nowMs).toISOString())
  return url.href
}
