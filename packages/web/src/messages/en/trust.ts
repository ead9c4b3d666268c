/** Texts of the page that says whether the record is intact. */
export const trust = {
  title: 'Is the record intact?',
  holds:
    'Nothing older than {age} has been altered since {since}, when this browser first saw the trail. {count} entries, checked here.',
  first:
    'This browser sees the trail for the first time: {count} entries under a signed checkpoint. From now on it will notice if anything of it changes.',
  empty: 'There is nothing signed yet.',
  known: 'What is known, and what is not',
  entries: '{count} entries: {events} events, and {own} of the trail’s own (who read it, what was set up).',
  anchor:
    'This browser is one witness. Keep a bundle or a checkpoint somewhere else: nobody who holds this server can then rewrite what came before.',
  limits: 'Whether an application reported the truth, and reported everything, no proof can say.',
}
