import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const app = join(import.meta.dirname, '../../../web/dist/app')
const read = (name: string) => readFile(join(app, name), 'utf8')

test('the first page loads at most 200 KB, compressed', async () => {
  const page = await read('index.html')
  const assets = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  expect(assets.length).toBeGreaterThanOrEqual(2)
  const texts = await Promise.all(assets.map(read))
  const bytes = [page, ...texts].reduce((sum, text) => sum + gzipSync(text).length, 0)
  expect(bytes).toBeLessThanOrEqual(200_000)
})

test('the pages have no inline script or style, so that the server’s policy can forbid them', async () => {
  const page = await read('index.html')
  expect(page.match(/<script(?![^>]*\ssrc=)/g)).toBeNull()
  expect(page.match(/<style|\sstyle=|\son\w+=/g)).toBeNull()
})

test('the verifier’s page is one file that refers to nothing', async () => {
  const page = await read('verify.html')
  const markup = page.replace(/<script type="module">[\s\S]*?<\/script>/, '').replace(/<style>[\s\S]*?<\/style>/, '')
  expect(markup.match(/\s(?:src|href|action)=/g)).toBeNull()
  expect(markup).toContain("default-src 'none'")
})
