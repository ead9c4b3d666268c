import { memoryIndex } from '../../src/search/memory-index.ts'
import { describeSearchIndex } from './conformance.ts'

describeSearchIndex('an index over an array', () => ({ index: memoryIndex(), remove: () => {} }))
