import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/run/longest-first.ts'

export default defineConfig({
  test: {
    projects: [
      // Core and the rules of the pages keep nothing beyond a call: a process of its own for each small file would cost more than it.
      {
        extends: true,
        test: { name: 'pure', include: ['packages/{core,web}/test/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['packages/{sdk,server}/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/test/*.test.ts'],
          globalSetup: ['test/run/whole-run.ts'],
          // Real servers, disks and browsers on a busy machine: one race must not hide what the other tests say. Whatever
          // needed a second attempt is named at the end of the run. The long run and the rules allow none.
          retry: process.env.DAYBOOK_LONG ? 0 : 1,
        },
      },
    ],
    exclude: ['**/*.long.test.ts', '**/node_modules/**'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    maxWorkers: 2,
    // For a busy machine: nothing here is right or wrong by how long it took.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
