import { createMemoryJournal } from '../../src/journal/memory-journal.ts'
import { describeJournal } from './conformance.ts'

describeJournal('in memory', { create: async () => createMemoryJournal(), cleanUp: async () => {} })
