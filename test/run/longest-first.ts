import { relative, resolve } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = resolve(import.meta.dirname, '../..')

/** Files that take longer than most, longest first. Only the order of a run follows from it: a name that is gone does no harm. */
const long: readonly string[] = [
  'test/firm/questions',
  'packages/server/test/pages/accessible',
  'packages/server/test/pages/reading',
  'packages/server/test/pages/naughty',
  'packages/server/test/command/export-verify',
  'packages/server/test/pages/proof',
  'packages/server/test/pages/watch',
  'packages/server/test/http/matrix',
  'test/firm/tool',
  'packages/server/test/pages/people',
  'packages/server/test/http/lifecycle',
  'test/chaos/chaos',
  'packages/server/test/command/import',
  'packages/server/test/command/serve',
  'packages/server/test/command/trail-key-catalogue',
  'test/faults/kill',
  'packages/server/test/watch/alerts',
  'packages/server/test/http/search-agreement',
  'packages/server/test/http/search-process',
  'test/faults/disk',
  'test/guides/operators',
  'packages/server/test/pages/links',
  'test/chaos/',
  'packages/server/test/pages/',
  'packages/server/test/command/',
  'test/',
  'examples/',
  'packages/sdk/test/delivery/',
  'packages/sdk/test/simulation/',
  'packages/server/test/http/',
]

/** Starts the long files first, so that none is left to run alone at the end while the other worker has nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const path = relative(root, moduleId)
      const at = long.findIndex((begin) => path.startsWith(begin))
      return at === -1 ? long.length : at
    }
    return files.toSorted((a, b) => place(a) - place(b))
  }
}
