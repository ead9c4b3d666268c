import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../packages/core/src/crypto/base64.ts'
import { rootOf } from '../../packages/core/src/ledger/hash-reader.ts'
import { memoryHashes } from '../../packages/core/test/ledger/memory-hashes.ts'
import { testCrypto } from '../../packages/core/test/ledger/test-crypto.ts'
import { buildBundle, sealTrail } from '../../packages/core/test/verify/build-bundle.ts'
import { manyEvents } from '../../packages/core/test/verify/golden-trail.ts'
import { writeFolder } from '../independent/bundle-folder.ts'

/** Where Debian's golang-golang-x-mod-dev puts the library; Go finds it there without modules or network. */
const goPath = '/usr/share/gocode'
const library = join(goPath, 'src/golang.org/x/mod/sumdb/tlog')
const hasGo = spawnSync('go', ['version']).status === 0
const absent = !hasGo ? 'Go is not installed' : !existsSync(library) ? 'golang.org/x/mod is not in /usr/share/gocode' : ''

describe.skipIf(absent !== '')(
  `Go's x/mod/sumdb/tlog on our tiles${absent === '' ? '' : ` (not run: ${absent}; Debian: golang-go golang-golang-x-mod-dev)`}`,
  () => {
    const scratch = mkdtempSync(join(tmpdir(), 'daybook-go-'))
    const program = join(scratch, 'verify_log')
    beforeAll(() => {
      const env = {
        ...process.env,
        GO111MODULE: 'off',
        GOPATH: goPath,
        GOFLAGS: '',
        GOCACHE: join(scratch, 'cache'),
        CGO_ENABLED: '0',
      }
      const source = fileURLToPath(new URL('verify_log.go', import.meta.url))
      const built = spawnSync('go', ['build', '-o', program, source], { env, encoding: 'utf8' })
      expect(built.stderr).toBe('')
    }, 300_000)
    afterAll(() => rmSync(scratch, { recursive: true, force: true }))

    const run = (folder: string, ...earlier: number[]) =>
      spawnSync(program, [folder, ...earlier.map(String)], { encoding: 'utf8' })

    it.each([1, 255, 256, 257, 700])('agrees on every entry and on earlier trees of a log of %i', async (count) => {
      const trail = sealTrail(manyEvents(count), () => false)
      const folder = join(scratch, `log-${count}`)
      writeFolder(folder, await buildBundle(trail))
      const earlier = [1, 2, 100, 255, 256, 257, 513].filter((size) => size <= count)
      const hashes = memoryHashes(trail.sealed.map(({ hash }) => hash))
      const roots = await Promise.all(
        earlier.map(async (size) => `${size} ${toBase64(await rootOf(size, hashes, testCrypto))}\n`),
      )
      const { status, stdout } = run(folder, ...earlier)
      expect({ status, stdout }).toEqual({ status: 0, stdout: `${roots.join('')}ok ${count}\n` })
    })

    it('disagrees when a tile or an entry was changed', async () => {
      const files = await buildBundle(sealTrail(manyEvents(300), () => false))
      for (const path of ['log/tile/0/001.p/44', 'log/tile/entries/000']) {
        const folder = mkdtempSync(join(scratch, 'changed-'))
        const changed = Uint8Array.from(files.get(path) ?? [], (byte, i) => (i === 40 ? byte ^ 1 : byte))
        writeFolder(folder, new Map(files).set(path, changed))
        expect(run(folder).status, path).toBe(1)
      }
    })
  },
)
