import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Pages } from '../../src/http/frame/pages.ts'

let folder: string
let pages: Pages
const script = 'document.title = "Verify"'
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-pages-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script type="module" src="/assets/app-1a2b.js"></script>')
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'export {}')
  writeFileSync(join(folder, 'verify.html'), `<!doctype html><style>body{}</style><script>${script}</script>`)
  writeFileSync(join(folder, 'secret.env'), 'KEY=1')
  pages = new Pages(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the pages', () => {
  it('are the application for every address a browser may open, and nothing for programs', () => {
    for (const path of ['/', '/welcome', '/trails/orders', '/events/x']) {
      expect(Buffer.from(pages.get(path, true)?.bytes ?? []).toString()).toContain('app-1a2b.js')
      expect(pages.get(path, false)).toBeUndefined()
    }
  })

  it('allow no script but their own files', () => {
    const policy = pages.get('/', true)?.headers['Content-Security-Policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  it('allow the verifier the code it brings along, by its hash, and no network', () => {
    const policy = pages.get('/verify.html', false)?.headers['Content-Security-Policy'] ?? ''
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    expect(policy).toContain("connect-src 'none'")
  })

  it('keep what has a hash in its name for ever, and ask about the rest', () => {
    expect(pages.get('/assets/app-1a2b.js', false)?.headers['Cache-Control']).toContain('immutable')
    expect(pages.get('/index.html', false)?.headers['Cache-Control']).toBe('no-cache')
  })

  it('are files that were built, and no others', () => {
    for (const path of [
      '/secret.env',
      '/../secret.env',
      '/assets/../secret.env',
      '/assets/%2e%2e/secret.env',
      '/assets/',
      '/assets',
    ])
      expect(pages.get(path, false)).toBeUndefined()
  })

  it('may be missing', () => {
    expect(new Pages(join(folder, 'assets')).get('/', true)).toBeUndefined()
  })
})
