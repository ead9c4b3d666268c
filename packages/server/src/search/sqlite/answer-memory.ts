import type { IndexFile } from './index-file.ts'
import { KeyDays } from './key-days.ts'
import { SeenLabels } from './seen-labels.ts'
import { ValueDays } from './value-days.ts'

/** What was counted for answers and may be of use to others, as long as the file is open. Bounded, and right whatever is added to the file. */
export interface AnswerMemory {
  readonly keys: KeyDays
  readonly values: ValueDays
  readonly labels: SeenLabels
}

const memories = new WeakMap<IndexFile, AnswerMemory>()

export const memoryOf = (file: IndexFile): AnswerMemory => {
  const known = memories.get(file)
  if (known) return known
  const memory = { keys: new KeyDays(), values: new ValueDays(), labels: new SeenLabels() }
  memories.set(file, memory)
  return memory
}

/** For a file that is emptied: what is put into it next is another record. */
export const forgetMemory = (file: IndexFile): void => void memories.delete(file)
