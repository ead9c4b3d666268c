/** Texts in place of what a reader does not get, wherever it would stand. */
export const hidden = {
  withheld: 'hidden from your role',
  withheldFrom: 'hidden: needs role {roles}',
  erased: 'erased at position {by}; the proof still holds',
}
