/**
 * The secret of a link such as `/join#…`. It travels in the fragment, which no server sees, and is taken out of the address
 * and the history at once; a second look within the same visit still finds it.
 */
let taken = ''

export function takenFragment(): string {
  const fragment = location.hash.slice(1)
  if (fragment !== '') {
    taken = fragment
    history.replaceState(history.state, '', location.pathname)
  }
  return taken
}
