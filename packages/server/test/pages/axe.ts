import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds on the page as it stands, one line a finding with the element it is about. Of what axe looks at, a scheme
 * changes the colours only: where the rest was looked at before, `colours` is enough, but for the long run.
 */
export async function findings(page: Page, what: 'everything' | 'colours' = 'everything'): Promise<readonly string[]> {
  // By the debugger, which the page's policy does not bind; the page itself may run nothing but its own files.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const options: RunOptions = {
    runOnly:
      what === 'colours' && !process.env.DAYBOOK_LONG
        ? { type: 'rule', values: ['color-contrast'] }
        : { type: 'tag', values: everything },
    // Nothing is read but what is wrong, and where: what else axe would tell costs it more than the looking.
    resultTypes: ['violations'],
    selectors: false,
    preload: false,
  }
  const { violations } = await page.evaluate(
    (asked) =>
      (globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run(document, asked),
    options,
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`))
}
