import type { Locator, Page } from 'playwright-core'

/** More than that, and people ask a colleague instead. */
export const mostActions = 3

/** Somebody who knows a question and nothing else: looks at the page, presses, types, and counts each. */
export class Asker {
  actions = 0
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  /** Types into the search and presses Enter. */
  async search(words: string): Promise<void> {
    this.actions++
    await this.page.getByRole('combobox', { name: 'Search events' }).fill(words)
    await this.page.keyboard.press('Enter')
  }
  async press(what: Locator): Promise<void> {
    this.actions++
    await what.first().click()
  }
  async question(words: string): Promise<void> {
    await this.press(this.page.getByRole('link', { name: words, exact: true }))
  }
  async choose(what: Locator, value: string): Promise<void> {
    this.actions++
    await what.fill(value)
  }
  /** Waits until the page says it. */
  async reads(...words: readonly (string | RegExp)[]): Promise<void> {
    for (const each of words) await this.page.getByRole('main').getByText(each).first().waitFor()
  }
  row(words: string): Locator {
    return this.page.locator('.row').filter({ hasText: words })
  }
}
