/** Texts of the keyboard. */
export const keys = {
  title: 'Keyboard',
  next: 'next event (older)',
  previous: 'previous event (newer)',
  open: 'open the event',
  close: 'close the event',
  copy: 'copy the link',
  help: 'this help',
  use: 'Use single-key shortcuts',
}
