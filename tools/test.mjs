// `npm test`: formatting and lint, types, unused code, package shape, then every test. Closes with one line of counts.
//   node tools/test.mjs          everything, within a quarter of an hour on two cores
//   node tools/test.mjs --long   the longer campaigns as well
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from './chromium.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const long = process.argv.includes('--long')
const say = (text) => process.stderr.write(`daybook: ${text}\n`)
const counts = { passed: 0, failed: 0, skipped: 0 }

function check(name, command, args) {
  const started = Date.now()
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26 })
  const ok = done.status === 0
  counts[ok ? 'passed' : 'failed']++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (!ok) console.log(`${done.stdout}\n${done.stderr}`.trim())
}

function tests() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-test-'))
  const file = join(folder, 'report.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const env = { ...process.env, DAYBOOK_CHROMIUM: chromium({ install: true, say }) ?? '', ...(long ? { DAYBOOK_LONG: '1' } : {}) }
  const done = spawnSync('vitest', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env })
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    counts.passed += report.numPassedTests
    counts.failed += report.numFailedTests + (done.status !== 0 && report.numFailedTests === 0 ? 1 : 0)
    counts.skipped += report.numPendingTests + report.numTodoTests
    const results = report.testResults.flatMap((each) => each.assertionResults)
    const tell = (title, tests) => {
      if (tests.length > 0) console.log(`\n${title}:\n${tests.join('\n')}`)
    }
    const firstLines = (text) => text.split('\n', 3).map((line) => `    ${line}`)
    tell(
      'Not run here',
      results.filter(({ status }) => status === 'pending' || status === 'skipped').map(({ fullName }) => `  ${fullName}`),
    )
    // A race, in the product or in the test: it is looked for, whatever the second attempt said.
    tell(
      'Passed at the second attempt only',
      results
        .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
        .flatMap(({ fullName, failureMessages }) => [`  ${fullName}`, ...failureMessages.flatMap(firstLines)]),
    )
  } catch (error) {
    console.log(`The test runner left no report: ${error.message}`)
    counts.failed++
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

check('format and lint', 'biome', ['check', '.'])
check('types', 'tsc', ['-b'])
check('types of the tests', 'tsc', ['-p', 'tsconfig.test.json'])
check('unused files, exports and dependencies', 'knip', [])
for (const name of ['core', 'sdk', 'server'])
  check(`package ${name} can be published`, 'publint', ['--strict', join('packages', name)])
tests()
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)
