/** Texts in place of what a reader does not get, wherever it would stand. */
export const hidden = {
  withheld: 'hidden from your role',
  withheldFrom: 'hidden: needs role {roles}',
  erased: 'erased at position {by}; the proof still holds',
}

/** What a part holds that is not shown, by the name of its slot. */
export const hiddenParts = {
  actor: 'Name and e-mail of the actor',
  object: 'Name of the object',
  customer: 'Name of the customer',
  related: 'Names of related objects',
  chg: 'The changes',
  reason: 'The reason',
  error: 'The error’s message',
  net: 'Network details of the source',
  ctx: 'The context',
  file: 'The batch’s file and failed rows',
}
