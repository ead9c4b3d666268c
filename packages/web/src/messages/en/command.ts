/** Texts of the box that leads anywhere. */
export const command = {
  button: 'Find',
  title: 'Find or go to',
  placeholder: 'A number, a name, a file, a pasted link, a page',
  search: 'Search events for “{text}”',
  kinds: {
    person: 'everything done under this name',
    customer: 'Customer',
    batch: 'Import or run',
    page: 'Page',
    link: 'Link',
    search: 'Search',
  },
  open: { page: 'Open this link', event: 'Open the event of this id' },
  count: (count: number) => (count === 0 ? 'Nothing found yet' : `${count} ${count === 1 ? 'choice' : 'choices'}`),
  keys: '↑ ↓ to choose, Enter to go, Esc to close',
}
