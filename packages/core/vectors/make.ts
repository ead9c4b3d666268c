/**
 * Makes the golden vectors beside this file, from fixed keys and salts: `node packages/core/vectors/make.ts` writes the
 * same bytes each time. Run it only when the format changes; docs/format.md changes with it.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toBase64 } from '../src/crypto/base64.ts'
import { canonicalize } from '../src/ledger/canonicalize.ts'
import { formatCheckpoint } from '../src/ledger/checkpoint.ts'
import { rootOf } from '../src/ledger/hash-reader.ts'
import { formatPolicy, type Policy } from '../src/ledger/policy.ts'
import { consistencyProof, inclusionProof } from '../src/ledger/prove.ts'
import { entryOf, leafHash, recordText } from '../src/ledger/record.ts'
import { signNote } from '../src/ledger/sign-note.ts'
import { fieldSlotName } from '../src/ledger/slot-name.ts'
import { tileBytes, tilePath, tilesOf } from '../src/ledger/tile.ts'
import { formatTlogProof } from '../src/ledger/tlog-proof.ts'
import { formatVerifierKey } from '../src/ledger/verifier-key.ts'
import { memoryHashes } from '../test/ledger/memory-hashes.ts'
import { testCrypto } from '../test/ledger/test-crypto.ts'
import { buildBundle, clockSigner, firstTimeS, logSigner, origin, policy } from '../test/verify/build-bundle.ts'
import { goldenEvents, goldenTrail } from '../test/verify/golden-trail.ts'

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const save = (name: string, value: unknown): void => writeFileSync(at(name), `${JSON.stringify(value, null, 2)}\n`)

const trail = goldenTrail()
const seed = (byte: number): string => hex(new Uint8Array(32).fill(byte))

save('jcs.json', {
  about: 'Values and their JCS; then values the ledger refuses, as JSON text.',
  canonical: [
    null,
    '',
    [],
    {},
    [true, false, 0, -1, 1.5, 1e-7, 0.1, 9007199254740991, -9007199254740991],
    { b: 1, a: 2, B: 3, '10': 4, '9': 5, '': 6 },
    { 'ö': 1, '€': 2, '\ufb33': 3, '😀': 4, '\r': 5, '\u0080': 6 },
    'quote " backslash \\ slash / tab \t newline \n bell \u0007 delete \u007f line \u2028 emoji 🙂',
    { nested: [{ deep: [[[{ x: null }]]] }] },
  ].map((value) => ({ json: JSON.stringify(value), jcs: canonicalize(value) })),
  refused: ['-0', '9007199254740992', '1e21', '"\\ud800"', '"\\u0000"', `${'['.repeat(17)}${']'.repeat(17)}`],
})

save('slots.json', {
  about: 'Events as recorded and their slots, record R, event hash E, entry and leaf (hex). Fields with a slot of their own: email, iban, phone, größe, a/b, 100%.',
  slotNames: ['status', 'größe', 'a/b', '100%', 'a b', '😀'].map((field) => ({ field, slot: fieldSlotName(field) })),
  events: trail.sealed.map(({ slots, hash }, seq) => ({
    event: goldenEvents[seq],
    slots: slots.map(({ name, digest, disclosure }) => ({ name, digest, disclosure })),
    record: recordText(slots),
    hash: hex(hash),
    entry: hex(entryOf(hash)),
    leaf: hex(leafHash(hash, testCrypto)),
  })),
})

const invented = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => createHash('sha256').update(`event ${i}`).digest())
const big = memoryHashes(invented(70_000))
const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]
const proofSizes: [number, number][] = [[0, 1], [0, 2], [4, 7], [9, 10], [255, 256], [256, 257], [0, 257], [65_535, 70_000], [69_999, 70_000]]
const consistencies: [number, number][] = [[1, 2], [3, 7], [4, 8], [6, 7], [255, 256], [256, 257], [10, 257], [65_536, 70_000], [65_537, 70_000]]
save('tree.json', {
  about: 'E of position i is SHA-256("event <i>"). Roots by size, inclusion and consistency proofs, base64.',
  roots: Object.fromEntries(await Promise.all(sizes.map(async (size) => [size, toBase64(await rootOf(size, big, testCrypto))]))),
  inclusion: await Promise.all(
    proofSizes.map(async ([index, size]) => ({ index, size, proof: (await inclusionProof(index, size, big, testCrypto)).map(toBase64) })),
  ),
  consistency: await Promise.all(
    consistencies.map(async ([old, size]) => ({ old, size, proof: (await consistencyProof(old, size, big, testCrypto)).map(toBase64) })),
  ),
  tiles: await Promise.all(
    [...tilesOf(600)].map(async (tile) => ({ path: tilePath(tile), sha256: hex(testCrypto.sha256(await tileBytes(tile, big, testCrypto))) })),
  ),
})

const text = formatCheckpoint({ origin, size: 9, root: await rootOf(9, memoryHashes(trail.sealed.map(({ hash }) => hash)), testCrypto) })
const note = signNote(text, [logSigner, clockSigner], testCrypto, firstTimeS + 9)
const record = recordText(trail.sealed[5]?.slots ?? [])
const hashes = await inclusionProof(5, 9, memoryHashes(trail.sealed.map(({ hash }) => hash)), testCrypto)
const groups: Policy = { ...policy, groups: [{ name: 'any-clock', threshold: 1, members: ['clock'] }], quorum: 'any-clock' }
save('notes.json', {
  about: 'Seeds are Ed25519 private keys for tests only. The checkpoint is of the bundle beside this file.',
  log: { seed: seed(1), vkey: formatVerifierKey(logSigner.key) },
  clock: { seed: seed(2), vkey: formatVerifierKey(clockSigner.key), timeS: firstTimeS + 9 },
  checkpointText: text,
  checkpoint: note,
  tlogProof: formatTlogProof({ record, index: 5, hashes, note }),
  policies: [formatPolicy(policy), formatPolicy(groups)],
})

rmSync(at('bundle'), { recursive: true, force: true })
rmSync(at('selection'), { recursive: true, force: true })
const bundles = { bundle: await buildBundle(trail, { anchors: [4] }), selection: await buildBundle(trail, { selection: [1, 2, 3, 4, 6] }) }
for (const [name, files] of Object.entries(bundles)) {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(at(`${name}/${path}`)), { recursive: true })
    writeFileSync(at(`${name}/${path}`), bytes)
  }
}
