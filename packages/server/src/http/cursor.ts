/** Where a list goes on. Opaque to callers, and nothing secret: it says a position and what the list shows. */
export interface Cursor {
  readonly order: 'recorded' | 'recorded-desc'
  readonly which: 'business' | 'own' | 'all'
  /** Ascending: the first position of the next page. Descending: the end before which it lies. */
  readonly next: number | undefined
}

export const writeCursor = ({ order, which, next }: Cursor): string =>
  Buffer.from(`1 ${order} ${which} ${next}`).toString('base64url')

/** The cursor of a text that `writeCursor` wrote; undefined for any other. */
export const readCursor = (text: string): Cursor | undefined => {
  if (text.length > 100) return undefined
  const plain = Buffer.from(text, 'base64url').toString('latin1')
  const match = /^1 (recorded|recorded-desc) (business|own|all) (0|[1-9][0-9]{0,15})$/.exec(plain)
  if (!match) return undefined
  const cursor: Cursor = { order: match[1] as Cursor['order'], which: match[2] as Cursor['which'], next: Number(match[3]) }
  return Number.isSafeInteger(cursor.next) && writeCursor(cursor) === text ? cursor : undefined
}
