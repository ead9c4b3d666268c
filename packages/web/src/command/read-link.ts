const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** The pages that lie within a trail. */
const pagePath = /^\/t\/[a-z0-9_-]{1,64}(?:\/|$)/

/** What was pasted, where it is an address: a page of this server's, an event by its id, or another program's page. */
export type PastedLink =
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'event'; readonly id: string }
  /** What the other program calls the thing, which may be its number here too. */
  | { readonly kind: 'other'; readonly words: string }

/**
 * Reads a pasted text as a link. A page is one of these pages only at `origin`: another server's trail of the same name is
 * another trail. Undefined where it is no address.
 */
export function readLink(text: string, origin: string): PastedLink | undefined {
  const pasted = text.trim()
  if (uuid.test(pasted)) return { kind: 'event', id: pasted.toLowerCase() }
  const isPath = pasted.startsWith('/t/')
  const url = isPath ? URL.parse(pasted, origin) : /^https?:\/\//i.test(pasted) ? URL.parse(pasted) : null
  if (!url) return undefined
  if (url.origin === origin && pagePath.test(url.pathname)) return { kind: 'page', path: `${url.pathname}${url.search}` }
  const last = url.pathname.split('/').findLast((piece) => piece !== '')
  return last === undefined ? undefined : { kind: 'other', words: decoded(last) }
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}
