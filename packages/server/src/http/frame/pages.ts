import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One file of the pages, ready to be sent. */
export interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly headers: { readonly [name: string]: string }
}

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
}

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
}

/**
 * The built pages, read once at start into memory: a request never reaches the file system, so that no path in it can.
 * They hold no data; what they show they fetch with the session.
 */
export class Pages {
  readonly #files: ReadonlyMap<string, Page>
  readonly #texts: ReadonlyMap<string, string>

  /** `widget` has what other sites load: it is served under `/widget/`. */
  constructor(folder: string | undefined = built('app', 'pages'), widget: string | undefined = built('widget', 'widget')) {
    const inWidget = widget === undefined ? [] : filesIn(widget, '')
    const files = [
      ...(folder === undefined ? [] : filesIn(folder, '')),
      ...inWidget.map(({ name, bytes }) => ({ name: `widget/${name}`, bytes })),
    ]
    this.#files = new Map(files.map(({ name, bytes }) => [`/${name}`, { bytes, headers: headersOf(name, bytes) }]))
    this.#texts = new Map(
      files.filter(({ name }) => name.endsWith('.html')).map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')]),
    )
  }

  /** The file at a path; for a page of the application, which routes in the browser, the application itself. */
  get(path: string, wantsHtml: boolean): Page | undefined {
    return this.#files.get(path) ?? (wantsHtml ? this.#files.get('/index.html') : undefined)
  }

  text(name: string): string | undefined {
    return this.#texts.get(name)
  }
}

/** Beside this package in the repository, inside it when installed. */
const built = (beside: string, inside: string): string | undefined => {
  const candidates = [`../../../../web/dist/${beside}/`, `../../../${inside}/`]
  return candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path))
}

const filesIn = (folder: string, prefix: string): readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] =>
  readdirSync(join(folder, prefix)).flatMap((entry) => {
    const name = prefix === '' ? entry : `${prefix}/${entry}`
    if (statSync(join(folder, name)).isDirectory()) return filesIn(folder, name)
    return extname(name) in types ? [{ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }] : []
  })

/** Files under `assets/` carry a hash of their content in their names. */
const headersOf = (name: string, bytes: Uint8Array): Page['headers'] => ({
  ...everywhere,
  // What other sites load: it holds no data.
  ...(name.startsWith('widget/') ? { 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' } : {}),
  'Content-Type': types[extname(name)] ?? 'application/octet-stream',
  'Cache-Control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  ETag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  ...(name.endsWith('.html') ? { 'Content-Security-Policy': policyOf(Buffer.from(bytes).toString('utf8')) } : {}),
})

/**
 * Nothing but the page's own files, no inline code but what a self-contained page brings along, named by its hash. The
 * verifier page is such a one, and needs no network at all.
 */
const policyOf = (html: string): string => {
  const scripts = hashesOf(html, /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)
  const styles = hashesOf(html, /<style[^>]*>([\s\S]*?)<\/style>/g)
  const selfContained = scripts.length > 0
  return [
    "default-src 'none'",
    `script-src ${selfContained ? scripts.join(' ') : "'self'"}`,
    `style-src ${[...(selfContained ? [] : ["'self'"]), ...styles].join(' ') || "'none'"}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${selfContained ? "'none'" : "'self'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

const hashesOf = (html: string, pattern: RegExp): readonly string[] =>
  [...html.matchAll(pattern)].map(([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`)
