/** Texts of the frame around every page. */
export const app = {
  name: 'Daybook',
  skip: 'Skip to the content',
  trails: 'All trails',
  keys: 'Keyboard',
  signOut: 'Sign out',
  loading: 'Loading…',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  notFoundTitle: 'There is nothing at this address',
  notFound: 'The address may be mistyped, or the trail or event is not one you may read.',
  toStart: 'Go to the start',
  failedTitle: 'This could not be loaded',
  unreachable: 'The server cannot be reached. Is it running?',
  failed: 'The server answered with an error ({status}).',
  reference: 'Reference for the administrator: {id}',
  stale: 'This could not be brought up to date. What you see is what was last loaded.',
  crashTitle: 'This page stopped working',
  crash: 'That is a defect of the page; the record is not affected. Loading it again usually helps.',
  reload: 'Load the page again',
}

export const nav = {
  label: 'Pages of this trail',
  start: 'Start',
  search: 'Search',
  records: 'Records',
  imports: 'Imports',
  workflows: 'Workflows',
  verify: 'Verify',
  catalogue: 'Catalogue',
}
