/** Texts in place of what a reader does not get, wherever it would stand. */
export const hidden = {
  withheld: 'hidden from your role',
  withheldFrom: 'hidden: needs role {roles}',
  erased: 'erased (entry {by} says why); the proof still holds',
}

/** What a part holds that is not shown, by the name of its slot. */
export const hiddenParts = {
  actor: 'Name and e-mail of who did it',
  object: 'Name of the record',
  customer: 'Name of the customer',
  related: 'Names of related records',
  chg: 'The changes',
  reason: 'The reason',
  error: 'What went wrong, in words',
  net: 'Network address and program',
  ctx: 'What the tool said besides',
  file: 'The import’s file and failed rows',
}
