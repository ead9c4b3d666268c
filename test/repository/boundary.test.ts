import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const packages = ['core', 'sdk', 'server', 'web'] as const

/** Which of our packages each package may import. `verify` and the layers inside core and server are checked below. */
const allowed: Record<(typeof packages)[number], readonly string[]> = {
  core: [],
  sdk: ['@daybook/core'],
  server: ['@daybook/core'],
  web: ['@daybook/core'],
}

/** Layers of a package, or of a room inside one, lowest first: a folder imports only folders that stand before it. */
const layers: Record<string, readonly string[]> = {
  core: [
    'refusal.ts',
    'crypto',
    'event',
    'messages',
    'catalogue',
    'diff',
    'ledger',
    'treatment',
    'sentence',
    'quality',
    'query',
    'record',
    'workflow',
    'verify',
    'index.ts',
  ],
  server: [
    'crypto',
    'problem',
    'outbound',
    'journal',
    'signer',
    'access',
    'people',
    'views',
    'trail',
    'looks',
    'search',
    'reading',
    'bundle',
    'watch',
    'http',
    'daybook.ts',
    'listen.ts',
    'command',
    'index.ts',
  ],
  'server/http': ['frame', 'trail', 'reading', 'people', 'export', 'watch', 'operation', 'app.ts'],
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(ts|tsx)$/.test(name) ? [path] : []
  })

const importsOf = (path: string): Import[] =>
  [
    ...readFileSync(path, 'utf8').matchAll(
      /^\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => ({
    from: path,
    to: match[1] ?? match[2] ?? match[3] ?? '',
    typeOnly: /^\s*(?:import|export)\s+type\b/.test(match[0]),
  }))

const source = (name: string) => {
  const [named = '', ...rooms] = name.split('/')
  return join(root, 'packages', named, 'src', ...rooms)
}
const all = packages.flatMap((name) =>
  filesUnder(source(name)).flatMap((path) => importsOf(path).map((found) => ({ package: name, ...found }))),
)
const show = (found: Import) => `${relative(root, found.from)} -> ${found.to}`

it('finds the imports it is meant to judge', () => {
  expect(all.length).toBeGreaterThan(50)
})

it('lets each package import only the packages below it', () => {
  const wrong = all.filter(
    (found) =>
      found.to.startsWith('@daybook/') &&
      !allowed[found.package].some((name) => found.to === name || found.to.startsWith(`${name}/`)),
  )
  expect(wrong.map(show)).toEqual([])
})

it('keeps core free of Node, the DOM, clocks and randomness', () => {
  const node = all.filter((found) => found.package === 'core' && found.to.startsWith('node:'))
  expect(node.map(show)).toEqual([])
  const impure = filesUnder(source('core')).filter((path) =>
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bglobalThis\.crypto\b|\bprocess\./.test(
      readFileSync(path, 'utf8'),
    ),
  )
  expect(impure.map((path) => relative(root, path))).toEqual([])
})

it('never lets checking import producing', () => {
  const wrong = all.filter(
    (found) => found.from.startsWith(join(source('core'), 'verify')) && /\/(seal|sign|cut)[a-z-]*\.ts$/.test(found.to),
  )
  expect(wrong.map(show)).toEqual([])
})

for (const [name, order] of Object.entries(layers)) {
  it(`imports only downwards between the layers of ${name}`, () => {
    const layerOf = (path: string) => order.indexOf(relative(source(name), path).split('/')[0] ?? '')
    const wrong = all
      .filter((found) => found.from.startsWith(`${source(name)}/`) && found.to.startsWith('.'))
      .filter((found) => layerOf(resolve(dirname(found.from), found.to)) > layerOf(found.from))
    expect(wrong.map(show)).toEqual([])
    const unknown = filesUnder(source(name)).filter((path) => layerOf(path) < 0)
    expect(unknown.map((path) => relative(root, path))).toEqual([])
  })
}

it('has no import cycles (types aside, which are gone when it runs)', () => {
  const next = new Map<string, string[]>()
  for (const found of all)
    if (found.to.startsWith('.') && !found.typeOnly)
      next.set(found.from, [...(next.get(found.from) ?? []), resolve(dirname(found.from), found.to)])
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].map((step) => relative(root, step)).join(' -> '))
      return
    }
    state.set(path, 'open')
    for (const to of next.get(path) ?? []) visit(to, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of next.keys()) visit(path, [])
  expect(cycles).toEqual([])
})
