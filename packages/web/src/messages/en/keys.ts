/** Texts of the keyboard. */
export const keys = {
  title: 'Keyboard',
  box: 'find or go to anything',
  search: 'search',
  next: 'next row, or older event',
  previous: 'previous row, or newer event',
  open: 'open the row',
  close: 'close what is open',
  copy: 'copy the link',
  help: 'this help',
  use: 'Use these shortcuts',
}
