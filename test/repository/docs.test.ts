import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { serve } from '../faults/running-server.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => existsSync(join(root, path)))

/** The fenced blocks of one language on a page, in order. */
const blocks = (page: string, language: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  )

describe('pages', () => {
  it('link only to files that exist', () => {
    const broken = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(resolve(root, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('name only files of the repository that exist', () => {
    const named = (page: string) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/`((?:packages|docs|test|tools|bench|examples)\/[\w./-]+)`/g)].map(
        (match) => match[1] ?? '',
      )
    const missing = pages.flatMap((page) =>
      named(page)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${page}: ${path}`),
    )
    expect(missing).toEqual([])
  })

  it('hold JSON examples that parse', () => {
    // What docs/errors.md shows is refused on purpose; its own test sends it.
    for (const page of pages.filter((path) => path !== 'docs/errors.md'))
      for (const block of blocks(page, 'json')) expect(() => JSON.parse(block), `${page}: ${block}`).not.toThrow()
  })

  it('contain nothing of the machine they were written on', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
    const telling = tracked
      .filter((path) => existsSync(join(root, path)) && !/\.(png|ico)$/.test(path))
      .filter((path) =>
        new RegExp(['/wor' + 'k/', '/ro' + 'ot/', 'registry\\.npm' + 'js'].join('|')).test(
          readFileSync(join(root, path), 'utf8'),
        ),
      )
    expect(telling).toEqual([])
  })
})

describe('README', () => {
  it('works as written: the first event, then its verification', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-readme-'))
    const [, , , steps, audit] = blocks('README.md', 'sh')
    if (!steps || !audit) throw new Error('README has lost its blocks')
    const bin = `${process.execPath} ${join(root, 'packages/server/bin/daybook.js')}`
    const shell = (script: string) =>
      spawnSync('sh', ['-euc', script.replaceAll('npm run -s daybook --', bin)], {
        cwd: folder,
        encoding: 'utf8',
        env: process.env,
      })
    try {
      const server = await serve(join(folder, 'my-data'))
      const sent = shell(steps.replace('http://127.0.0.1:4320', server.url))
      const verified = shell(audit)
      await server.stop()
      expect(sent.status, sent.stderr).toBe(0)
      expect(JSON.parse(sent.stdout.slice(sent.stdout.indexOf('{"trail"'))).results[0]).toMatchObject({
        id: '019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3e4f',
        status: 'stored',
      })
      expect(verified.status, verified.stdout + verified.stderr).toBe(0)
      expect(readdirSync(join(folder, 'bundle')).sort()).toEqual(
        expect.arrayContaining(['README.txt', 'events.ndjson', 'log', 'manifest.json', 'verify.html']),
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('gives the two commands that package.json has', () => {
    const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts
    expect(blocks('README.md', 'sh')[0]).toMatch(/npm start[\s\S]*npm test/)
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) })
  })
})
