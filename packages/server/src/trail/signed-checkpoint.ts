import { type Checkpoint, isMalformed, parseCheckpoint, parseNote } from '@daybook/core'

/** A signed checkpoint: the note verbatim and what it says. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string
  /** The note as a JSON text, for answers: made once and used a thousand times. */
  readonly noteJson: string
}

/**
 * A note's only character beyond ASCII is the dash of its signature lines. Escaped, an answer stays ASCII, which crosses
 * threads and sockets at a fraction of the cost; but the text that replacing leaves keeps the two bytes a character of
 * what it came from, and so would every answer with it. Copied, it has one.
 */
export const asciiJson = (note: string): string =>
  Buffer.from(JSON.stringify(note).replaceAll('\u2014', '\\u2014'), 'latin1').toString('latin1')

/** Reads a note that we signed and stored ourselves; anything else in its place is a defect. */
export const readCheckpoint = (note: string): SignedCheckpoint => {
  const parsed = parseNote(note)
  const checkpoint = isMalformed(parsed) ? parsed : parseCheckpoint(parsed.text)
  if (isMalformed(checkpoint)) throw new Error('the stored checkpoint is not one')
  return { ...checkpoint, note, noteJson: asciiJson(note) }
}
