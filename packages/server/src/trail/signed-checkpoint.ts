import { type Checkpoint, isMalformed, parseCheckpoint, parseNote } from '@daybook/core'

/** A signed checkpoint: the note verbatim and what it says. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string
}

/** Reads a note that we signed and stored ourselves; anything else in its place is a defect. */
export const readCheckpoint = (note: string): SignedCheckpoint => {
  const parsed = parseNote(note)
  const checkpoint = isMalformed(parsed) ? parsed : parseCheckpoint(parsed.text)
  if (isMalformed(checkpoint)) throw new Error('the stored checkpoint is not one')
  return { ...checkpoint, note }
}
