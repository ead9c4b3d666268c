import { JournalDamaged, JournalInDoubt, StorageFull } from './journal.ts'

/** Primary result codes of SQLite (the low byte of an extended code) that decide what an error means. */
const codes = { nomem: 7, readonly: 8, ioerr: 10, corrupt: 11, full: 13, notadb: 26 } as const

const resultCode = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

/** True where a read failed because of what is on the disk, not because of the question. */
export const isDamage = (error: unknown): boolean => {
  const code = resultCode(error)
  return code === codes.ioerr || code === codes.corrupt || code === codes.notadb
}

export const isFull = (error: unknown): boolean => resultCode(error) === codes.full

/**
 * What a failed write means. Full disk: nothing was stored, rolled back with certainty. A fault of the disk or the file,
 * or anything unexpected while committing: it cannot be known what a power cut would leave, so doubt. Everything else is
 * a defect of the program, and nothing was stored.
 */
export const writeFailure = (error: unknown, committing: boolean): Error => {
  if (error instanceof JournalInDoubt) return error
  if (isFull(error))
    return new StorageFull('The disk is full: nothing of this append was stored. Free some space; it resumes by itself.', {
      cause: error,
    })
  if (committing || isDamage(error) || error instanceof JournalDamaged) {
    const what = error instanceof Error ? error.message : String(error)
    return new JournalInDoubt(
      `Writing to the journal failed (${what}). It takes no more events until it is opened again, in a fresh process, and its end is checked.`,
      { cause: error },
    )
  }
  return error instanceof Error ? error : new Error(String(error))
}
