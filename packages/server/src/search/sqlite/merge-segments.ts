import type { IndexFile } from './index-file.ts'

/** Pages of the table of terms that one step writes, of 4,000 bytes: some 10 ms of CPU, and at the end of a large merge 200. */
const pagesAtOnce = 128

/**
 * Puts segments of the table of terms together: FTS5 leaves some twenty, each of which every term of a search is looked up
 * in, and this makes one of two of about the same size until there are no two. A step at a time, for when nothing else is to be done;
 * answers whether there is more. A step is whole or nothing, and what is found is the same before it and behind it.
 */
export const mergeSegments = (file: IndexFile): boolean => {
  // Kept in the file, where it is written only once.
  if (file.get("SELECT v FROM token_config WHERE k = 'usermerge'")?.v !== segmentsToMerge)
    file.run(`INSERT INTO token(token, rank) VALUES ('usermerge', ${segmentsToMerge})`)
  const before = changesOf(file)
  file.run(`INSERT INTO token(token, rank) VALUES ('merge', ${pagesAtOnce})`)
  // As the manual of FTS5 has it: one change is the command itself.
  return changesOf(file) - before >= 2
}

/** The least there is: only what writes merges by itself (`automerge`) minds how much work that is. */
const segmentsToMerge = 2

const changesOf = (file: IndexFile): number => Number(file.get('SELECT total_changes() AS changes')?.changes)
