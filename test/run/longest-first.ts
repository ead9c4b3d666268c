import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longer than most, longest first. Only the order of a run follows from it: a name that is gone does no harm. */
const long: readonly string[] = [
  'test/firm/questions',
  'server/test/pages/accessible',
  'server/test/pages/reading',
  'server/test/pages/naughty',
  'server/test/command/export-verify',
  'server/test/pages/proof',
  'server/test/pages/watch',
  'server/test/http/matrix',
  'test/firm/tool',
  'server/test/pages/people',
  'server/test/http/lifecycle',
  'test/chaos/chaos',
  'server/test/command/import',
  'server/test/command/serve',
  'server/test/command/trail-key-catalogue',
  'test/faults/kill',
  'server/test/watch/alerts',
  'server/test/http/search-agreement',
  'server/test/http/search-process',
  'test/faults/disk',
  'test/guides/operators',
  'server/test/pages/links',
  'test/chaos/',
  'server/test/pages/',
  'server/test/command/',
  'test/',
  'examples/',
  'sdk/test/delivery/',
  'sdk/test/simulation/',
  'server/test/http/',
]

/** Starts the long files first, so that none is left to run alone at the end while the other worker has nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((part) => moduleId.includes(`/${part}`))
      return at === -1 ? long.length : at
    }
    return files.toSorted((a, b) => place(a) - place(b))
  }
}
