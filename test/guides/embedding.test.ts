import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from '../../packages/server/test/pages/browser.ts'
import { day } from '../../packages/server/test/pages/firm.ts'
import { type HostTool, openHostTool } from '../../packages/server/test/pages/host-tool.ts'
import { type Office, openOffice } from '../../packages/server/test/pages/office.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const guide = readFileSync(join(root, 'docs/guides/embedding.md'), 'utf8')
const block = (language: string, nth = 0): string =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))][nth]?.[1] ?? ''
const source = readdirSync(join(root, 'packages/web/src/widget'))
  .map((name) => readFileSync(join(root, 'packages/web/src/widget', name), 'utf8'))
  .join('\n')

describe('the guide to embedding', () => {
  it('names the variables and parts that there are, and no others', () => {
    const variables = new Set([...source.matchAll(/--daybook-[a-z]+/g)].map(([name]) => name))
    expect(new Set([...guide.matchAll(/^\| `(--daybook-[a-z]+)`/gm)].map(([, name]) => name))).toEqual(variables)
    const parts = [...source.matchAll(/\bpart="([a-z ]+?)(?: ?\$\{by\})?"/g)].flatMap(([, names = '']) => names.split(' '))
    const listed = /^Parts: ([\s\S]*?)\n\n/m.exec(guide)?.[1] ?? ''
    const documented = [...listed.matchAll(/`([a-z]+)`/g)].map(([, name]) => name)
    expect([...new Set(documented)].sort()).toEqual([...new Set([...parts, 'person', 'system', 'nobody'])].sort())
  })

  it('names the attributes that there are', () => {
    const properties = /static override properties = \{([\s\S]*?)\n {2}\}/.exec(source)?.[1] ?? ''
    const names = [...properties.matchAll(/^\s+(\w+):/gm)].map(([, name = '']) => name).filter((name) => name !== 'renew')
    const table = guide.slice(guide.indexOf('| attribute |'), guide.indexOf('| | |'))
    expect([...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name).sort()).toEqual(names.sort())
  })
})

describe.skipIf(chromiumPath === undefined)(`a page made as the guide says${whyNot}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'daybook-embedding-'))
  let browser: Browser
  let office: Office
  let tool: HostTool
  let historyToken: (object: string, person: { readonly id: string; readonly name: string }) => Promise<string>
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record(day)
    tool = await openHostTool(office.url)
    const made = await office.ask('POST', '/v1/trails/office/keys', { role: 'reader', name: 'Order desk' })
    const file = join(scratch, 'history-token.mjs')
    writeFileSync(file, block('js'))
    historyToken = ((await import(pathToFileURL(file).href)) as { historyToken: typeof historyToken }).historyToken
    process.env.DAYBOOK_URL = `${office.url}/v1/trails/office`
    process.env.DAYBOOK_READER_KEY = ((await made.json()) as { key: string }).key
    process.env.TOOL_ORIGIN = tool.origin
    tool.mint = (object) => historyToken(object, { id: 'u_7', name: 'Maria Lopez' })
  })
  afterAll(async () => {
    await browser?.close()
    await tool?.close()
    await office?.close()
    rmSync(scratch, { recursive: true, force: true })
  })

  const here = (text: string) =>
    text
      .replaceAll('https://daybook.example/v1/trails/orders', `${office.url}/v1/trails/office`)
      .replaceAll('https://daybook.example', office.url)
  /** The page in a browser under the policy of the guide, until the history is there. */
  const shows = async () => {
    tool.policy = here(block('http')).replace('Content-Security-Policy: ', '').trim()
    const { page, misdeeds } = await openPage(browser)
    await page.goto(tool.origin)
    await page.getByText('Maria Lopez (acting for Sam Okoro) approved Refund #31').waitFor()
    expect(misdeeds).toEqual([])
    expect(tool.reports).toEqual([])
    await page.context().close()
  }
  /** The component for React, built as a tool builds it. */
  const reactScript = async (): Promise<string> => {
    const file = join(scratch, 'page.jsx')
    const rendered = 'createRoot(document.querySelector(\'main\')).render(<History object="refund:r_31" />)'
    writeFileSync(file, `import { createRoot } from 'react-dom/client'\n${here(block('jsx'))}\n${rendered}\n`)
    const alias = Object.fromEntries(['react', 'react-dom'].map((name) => [name, join(root, 'node_modules', name)]))
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      root: scratch,
      resolve: { alias },
      oxc: { jsx: { runtime: 'automatic', development: false } },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: { write: false, minify: false, lib: { entry: file, formats: ['es'] } },
    })
    const [output] = [built].flat()
    return output && 'output' in output ? output.output.map((part) => ('code' in part ? part.code : '')).join('') : ''
  }

  it('shows the history by the key, the token, the element and the policy that it gives', async () => {
    const [element = ''] = block('html').split('<script')
    tool.body = here(element).replaceAll('order:1842', 'refund:r_31')
    tool.script = block('js', 1)
    await shows()
    await expect(historyToken('refund:r_31', { id: '', name: 'Nobody' })).rejects.toThrow('The id of the reader is empty')
  })

  it('shows it in React', async () => {
    tool.body = ''
    tool.script = await reactScript()
    await shows()
  })
})
