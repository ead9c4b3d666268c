/** Texts of pages of evidence. */
export const print = {
  back: 'Back',
  print: 'Print',
  made: 'Evidence from the trail “{trail}”, made {time}',
  record: '{name}: what happened',
  case: '{name}: from step to step',
  proof: 'Proof',
  position: 'position {position}',
  held: 'The proofs of {held} of {all} events were checked in the browser that made this page, and hold.',
  cut: 'This is not everything: {count} events are printed. There are older ones, or some that cannot be searched yet. An export has all of them.',
  check: 'How to check this',
  checkLead:
    'Whoever holds this page needs nothing of the server that made it: an export has every event with its hash, and this command, or the page verify.html in it, checks them. Each hash above must be found at its position.',
  checkpoint: 'The signed checkpoint that the events stand under:',
  limits: 'A proof says that nothing was altered since it was recorded. Whether what was recorded is true, no proof can say.',
  foot: '{trail} · {about} · checkpoint of {size} events, root {root}',
  footOne: 'position {position} · hash {hash}',
  footUnchecked: '{trail} · proof not checked yet',
}
