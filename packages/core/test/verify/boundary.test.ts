import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const source = fileURLToPath(new URL('../../src/', import.meta.url))

/** Every file that a file loads at run time, itself included. Imports of types alone load nothing. */
function loaded(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, clause = '', path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) ([^'"]*?)from '([^']+)'/gms)) {
    if (path.startsWith('.') && !clause.startsWith('type ')) loaded(resolve(dirname(file), path), seen)
  }
  return seen
}

it('verification loads nothing that seals, signs or proves', () => {
  const files = [...loaded(resolve(source, 'verify/index.ts'))].map((file) => file.slice(source.length))
  expect(files).toContain('verify/verify-bundle.ts')
  expect(files).toContain('ledger/check-proof.ts')
  for (const producing of ['seal-event', 'cut-slots', 'sign-note', 'prove', 'open-slots']) {
    expect(files).not.toContain(`ledger/${producing}.ts`)
  }
  expect(files.filter((file) => !/^(verify|ledger|crypto|event)\//.test(file))).toEqual([])
})
