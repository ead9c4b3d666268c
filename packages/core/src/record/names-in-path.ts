/**
 * An address that ends in names: of a record, a case, an import. A name is percent-encoded, so that a slash in it is `%2F`. What no
 * encoding saves is `.` and `..`, which programs take for steps of the path however they are written (URL Standard, 4.4): where
 * a name is one of these, a `~` stands before the room, and one before each name behind it. No other address has the former.
 *
 * @example pathOfNames('/t/office', 'records', 'order', 'a/b') === '/t/office/records/order/a%2Fb'
 * @example pathOfNames('/t/office', 'records', 'order', '..') === '/t/office/~/records/~order/~..'
 */
export const pathOfNames = (base: string, room: string, ...names: readonly string[]): string => {
  const mark = names.some(isStep) ? '~' : ''
  // Spread, no mark is no piece.
  return [base, ...mark, room, ...names.map((name) => mark + encodeURIComponent(name))].join('/')
}

/** Whether a name would be a step of the path. */
export const isStep = (name: string): boolean => /^\.\.?$/.test(name)

/** The name behind its mark; undefined where it has none, so that each name has one such address and no more. */
export const unmarkedName = (marked: string): string | undefined => (marked.startsWith('~') ? marked.slice(1) : undefined)
