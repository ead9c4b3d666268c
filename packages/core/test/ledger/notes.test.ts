import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBase64, fromBase64url, toBase64, toBase64url } from '../../src/crypto/base64.ts'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { utf8Bytes, utf8Lines, utf8Text } from '../../src/crypto/utf8.ts'
import { formatCheckpoint, parseCheckpoint } from '../../src/ledger/checkpoint.ts'
import { cosignedMessage } from '../../src/ledger/cosignature.ts'
import { isMalformed, Malformed } from '../../src/ledger/malformed.ts'
import { formatNote, type Note, parseNote } from '../../src/ledger/note.ts'
import { formatPolicy, isQuorum, type Policy, parsePolicy, trailPolicy } from '../../src/ledger/policy.ts'
import { signNote } from '../../src/ledger/sign-note.ts'
import { parseTilePath, tilePath, tilesOf } from '../../src/ledger/tile.ts'
import { formatTlogProof, parseTlogProof } from '../../src/ledger/tlog-proof.ts'
import { TreeEdge } from '../../src/ledger/tree-edge.ts'
import { entryLeafHash } from '../../src/ledger/tree-hash.ts'
import { formatVerifierKey, keyTypes, parseVerifierKey, type VerifierKey, verifierKey } from '../../src/ledger/verifier-key.ts'
import { verifyNote } from '../../src/ledger/verify-note.ts'
import { officialVectors, vectorsAbsent } from './official-vectors.ts'
import { testCrypto } from './test-crypto.ts'

const parsed = <T>(value: T | Malformed): T => {
  if (isMalformed(value)) throw new Error(value.why)
  return value
}
const vectors = (name: string) => JSON.parse(readFileSync(officialVectors(name), 'utf8'))
const seed = (n: number) => new Uint8Array(32).fill(n)
const signer = (name: string, n: number, type: 1 | 4 = keyTypes.note) => ({
  key: verifierKey(name, type, testCrypto.publicKeyEd25519(seed(n)), testCrypto),
  seed: seed(n),
})
const log = signer('log.example/1', 1)
const clock = signer('log.example/1/clock', 2, keyTypes.cosignature)
const text = formatCheckpoint({ origin: 'log.example/1', size: 7, root: new Uint8Array(32).fill(9) })
const signed = signNote(text, [log, clock], testCrypto, 1_800_000_000)

describe('a signed checkpoint', () => {
  it('is read back as it was written, with its signers and its time', () => {
    const note = parsed(parseNote(signed))
    expect(formatNote(note)).toBe(signed)
    expect(parsed(parseCheckpoint(note.text))).toEqual({ origin: 'log.example/1', size: 7, root: new Uint8Array(32).fill(9) })
    for (const crypto of [testCrypto, nobleCrypto]) {
      const { verified, unknown } = parsed(verifyNote(note, [log.key, clock.key], crypto))
      expect(verified).toEqual([{ key: log.key }, { key: clock.key, timeS: 1_800_000_000 }])
      expect(unknown).toEqual([])
    }
  })

  it('is signed alike by both implementations of the port', () => {
    expect(signNote(text, [log, clock], nobleCrypto, 1_800_000_000)).toBe(signed)
    expect(nobleCrypto.publicKeyEd25519(seed(1))).toEqual(testCrypto.publicKeyEd25519(seed(1)))
    expect(nobleCrypto.sha256Text('ä😀')).toBe(testCrypto.sha256Text('ä😀'))
  })

  it('is rejected when any byte of it changes, and when no known key signed', () => {
    const bytes = utf8Bytes(signed)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 + (at % 255))
      const changedText = utf8Text(changed)
      const note = changedText === undefined ? new Malformed('is not UTF-8') : parseNote(changedText)
      const result = isMalformed(note) ? note : verifyNote(note, [log.key, clock.key], testCrypto)
      // A line whose key is no longer known is ignored, as the standard asks; then the other key alone vouches.
      if (!isMalformed(result)) expect(result.unknown.length).toBe(1)
      if (!isMalformed(result)) expect(result.text).toBe(text)
    }
    expect(verifyNote(parsed(parseNote(signed)), [signer('other.example', 3).key], testCrypto)).toBeInstanceOf(Malformed)
  })

  it('is rejected whole when one known key signed wrongly', () => {
    const note = parsed(parseNote(signed))
    const wrong: Note = {
      ...note,
      signatures: note.signatures.map((s, i) => (i === 0 ? { ...s, signature: new Uint8Array(64) } : s)),
    }
    expect(verifyNote(wrong, [log.key, clock.key], testCrypto)).toEqual(
      new Malformed('carries a wrong signature of log.example/1'),
    )
  })

  it.each([
    ['no signature', 'a\n1\n'],
    ['a control character', `a\r\n\n${signed.slice(signed.lastIndexOf('\n\n') + 2)}`],
    ['a hyphen for the dash', signed.replace('\u2014', '-')],
    ['a missing last newline', signed.slice(0, -1)],
    [
      'unused bits that are set',
      signed.replace(/=\n$/, (end) => end).replace(/([A-Za-z0-9+/])(=+)\n$/, (_, c, p) => `${c === 'B' ? 'C' : 'B'}${p}\n`),
    ],
  ])('is not read with %s', (_, note) => {
    expect(parseNote(note)).toBeInstanceOf(Malformed)
  })

  it.each(['x\n01\nAAAA\n', 'x\n-1\n', '\n1\n', 'x\n1\nAAAA\n', 'x\n1e3\n', `x\n9007199254740993\n${toBase64(seed(1))}\n`, 'x'])(
    'has an origin, a size without leading zeros and a root of 32 bytes, unlike %j',
    (wrong) => expect(parseCheckpoint(wrong)).toBeInstanceOf(Malformed),
  )
})

describe('verifier keys', () => {
  it('are read back as written and refused when the id is not theirs', () => {
    const vkey = formatVerifierKey(clock.key)
    expect(parseVerifierKey(vkey, testCrypto)).toEqual(clock.key)
    expect(parseVerifierKey(vkey.replace(clock.key.id, '00000000'), testCrypto)).toBeInstanceOf(Malformed)
    expect(parseVerifierKey(vkey.replace('log.example', 'log example'), testCrypto)).toBeInstanceOf(Malformed)
  })
})

describe('a policy', () => {
  const witness = (name: string, n: number) => ({ name, key: signer(`${name}.example`, n, keyTypes.cosignature).key })
  const policy: Policy = {
    logs: [{ key: log.key, url: 'https://log.example/1' }],
    witnesses: [witness('X1', 11), witness('X2', 12), witness('X3', 13), witness('Y', 14)],
    groups: [
      { name: 'X', threshold: 2, members: ['X1', 'X2', 'X3'] },
      { name: 'all', threshold: 2, members: ['X', 'Y'] },
    ],
    quorum: 'all',
  }

  it('is read back as written, comments and blanks aside', () => {
    const written = formatPolicy(policy)
    expect(parsed(parsePolicy(written, testCrypto))).toEqual(policy)
    expect(parsed(parsePolicy(`# who we trust\n\n \t${written.replaceAll(' ', '  \t')}`, testCrypto))).toEqual(policy)
    expect(parsed(parsePolicy(formatPolicy(trailPolicy(log.key, clock.key)), testCrypto))).toEqual(
      trailPolicy(log.key, clock.key),
    )
  })

  it('asks for as many cosignatures as its groups say', () => {
    expect(isQuorum(policy, new Set(['X1', 'X3', 'Y']))).toBe(true)
    expect(isQuorum(policy, new Set(['X1', 'X2', 'X3']))).toBe(false)
    expect(isQuorum(policy, new Set(['X1', 'Y']))).toBe(false)
    expect(isQuorum({ ...policy, quorum: 'none' }, new Set())).toBe(true)
  })

  const w = (name: string, key: VerifierKey) => `witness ${name} ${formatVerifierKey(key)}\n`
  const [a, b] = [w('a', witness('a', 21).key), w('b', witness('b', 22).key)]
  it.each([
    ['no quorum', a],
    ['two quorums', 'quorum none\nquorum none\n'],
    ['a quorum nobody defined', 'quorum a\n'],
    ['a quorum defined later', `quorum a\n${a}`],
    ['a name twice', `${a}${w('a', witness('c', 23).key)}quorum none\n`],
    ['a key twice', `${a}${w('b', witness('b', 21).key)}quorum none\n`],
    ['a group with an unknown member', `${a}group g any a b\nquorum g\n`],
    ['a member in two groups', `${a}${b}group g any a b\ngroup h any a\nquorum h\n`],
    ['a threshold above the members', `${a}${b}group g 3 a b\nquorum g\n`],
    ['a threshold of none', `${a}group g 0 a\nquorum g\n`],
    ['a member called none', `${a}group g any a none\nquorum g\n`],
    ['a witness called none', `${w('none', witness('n', 24).key)}quorum none\n`],
    ['a cosigning key as log', `log ${formatVerifierKey(clock.key)}\nquorum none\n`],
    ['a log key as witness', `witness a ${formatVerifierKey(log.key)}\nquorum none\n`],
    ['a word of its own', 'mirror a\nquorum none\n'],
    ['a word that every object has', '__proto__ a\nquorum none\n'],
    ['a carriage return', 'quorum none\r\n'],
  ])('is refused with %s', (_, wrong) => {
    expect(parsePolicy(wrong, testCrypto)).toBeInstanceOf(Malformed)
  })
})

describe('a tlog-proof', () => {
  const proof = { record: '["e1",["core","x"]]', index: 5, hashes: [seed(3), seed(4)], note: signed }

  it('is read back as written, with and without hashes and record', () => {
    for (const one of [proof, { ...proof, hashes: [] }, { index: 0, hashes: [], note: signed }]) {
      expect(parsed(parseTlogProof(formatTlogProof(one)))).toEqual(one)
    }
  })

  it.each([
    '',
    'c2sp.org/tlog-proof@v2\nindex 1\n\n',
    'c2sp.org/tlog-proof@v1\nindex 01\n\n',
    'c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n',
    'c2sp.org/tlog-proof@v1\nextra /w==\nindex 1\n\n',
  ])('is not read from %j', (wrong) => expect(parseTlogProof(wrong)).toBeInstanceOf(Malformed))
})

describe('tiles', () => {
  it('have the paths of tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 'entries', index: 0, width: 5 })).toBe('tile/entries/000.p/5')
    for (const index of [0, 1, 999, 1000, 999_999, 1_000_000, 123_456_789]) {
      const tile = { level: 3, index, width: 17 }
      expect(parseTilePath(tilePath(tile))).toEqual(tile)
    }
  })

  it.each([
    'tile/00/000',
    'tile/0/0',
    'tile/0/1000',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/64/000',
    'tile/0/000/',
    'tile/0/001/002',
    'tile/x/000',
  ])('do not have the path %s', (path) => expect(parseTilePath(path)).toBeUndefined())

  it('are as many as tlog-tiles says for a tree of 70,000 leaves', () => {
    const count = new Map<string, number>()
    for (const { level, width } of tilesOf(70_000)) count.set(`${level} ${width}`, (count.get(`${level} ${width}`) ?? 0) + 1)
    expect(Object.fromEntries(count)).toEqual({
      'entries 256': 273,
      'entries 112': 1,
      '0 256': 273,
      '0 112': 1,
      '1 256': 1,
      '1 17': 1,
      '2 1': 1,
    })
  })
})

describe('base64', () => {
  it('is strict both ways', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) % 256)
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
    }
    for (const wrong of ['A', 'AB', 'AB=', 'AB==x', 'AB= =', '====', 'AA-_', 'AÄ=='])
      expect(fromBase64(wrong), wrong).toBeUndefined()
    for (const wrong of ['A', 'AB', 'AA==', 'AA+/', 'AAAAB']) expect(fromBase64url(wrong), wrong).toBeUndefined()
  })
})

describe('lines of a stream', () => {
  const lines = async (chunks: readonly (string | number[])[]) => {
    async function* bytes() {
      for (const chunk of chunks) yield typeof chunk === 'string' ? utf8Bytes(chunk) : Uint8Array.from(chunk)
    }
    const all: string[] = []
    for await (const line of utf8Lines(bytes())) all.push(line)
    return all
  }

  it('end at newlines only, wherever the chunks are cut', async () => {
    expect(await lines(['a\r', '\nb', 'c\n', '\n', [0xc3], [0xa4, 0x0a], 'd'])).toEqual(['a\r', 'bc', '', 'ä', 'd'])
  })

  it('are never read from bytes that are not UTF-8', async () => {
    await expect(lines(['a\n', [0xff]])).rejects.toThrow()
    await expect(lines(['a', [0xc3]])).rejects.toThrow()
  })
})

describe('official note and tile vectors', () => {
  it.skipIf(vectorsAbsent('c2sp_examples.json') !== '')(
    `the examples of the specifications${vectorsAbsent('c2sp_examples.json')}`,
    () => {
      const examples = vectors('c2sp_examples.json')
      const key = parsed(parseVerifierKey(examples.signed_note.vkey, testCrypto))
      for (const crypto of [testCrypto, nobleCrypto]) {
        expect(parsed(verifyNote(parsed(parseNote(examples.signed_note.note)), [key], crypto)).verified).toEqual([{ key }])
      }
      const multi = parsed(parseNote(examples.signed_note_multiline_parse_only))
      expect(multi.text.split('\n').length).toBe(5)
      const cosigned = parsed(parseNote(examples.cosigned_checkpoint_parse_only))
      expect(cosigned.signatures.map((line) => line.signature.length)).toEqual([64, 72])
      expect(parsed(parseCheckpoint(cosigned.text)).size).toBe(20_852_163)
      expect(utf8Text(cosignedMessage(cosigned.text, 1_679_315_147))).toBe(examples.cosign_signed_message_example)
      expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe(examples.tile_paths[0].path)
    },
  )

  it.skipIf(vectorsAbsent('tessera_testlog.json') !== '')(
    `another implementation's whole log, byte for byte${vectorsAbsent('tessera_testlog.json')}`,
    () => {
      const testlog = vectors('tessera_testlog.json')
      const privateParts = testlog.private_key_test_only.split('+')
      const privateSeed = (fromBase64(privateParts.slice(4).join('+')) as Uint8Array).slice(1)
      const key = verifierKey(privateParts[2], keyTypes.note, testCrypto.publicKeyEd25519(privateSeed), testCrypto)
      expect(formatVerifierKey(key)).toBe(testlog.public_key)
      const edge = TreeEdge.empty(testCrypto)
      const leaves: Uint8Array[] = []
      const bundle: Uint8Array[] = []
      const file = (name: string) => new Uint8Array(Buffer.from(testlog.files_b64[name], 'base64'))
      for (let size = 0; size <= testlog.entries.length; size++) {
        const checkpoint = formatCheckpoint({ origin: key.name, size, root: edge.root() })
        expect(utf8Bytes(signNote(checkpoint, [{ key, seed: privateSeed }], testCrypto))).toEqual(file(`checkpoint.${size}`))
        if (size > 0) {
          expect(new Uint8Array(Buffer.concat(leaves))).toEqual(file(tilePath({ level: 0, index: 0, width: size })))
          expect(new Uint8Array(Buffer.concat(bundle))).toEqual(file(tilePath({ level: 'entries', index: 0, width: size })))
        }
        const entry = utf8Bytes(testlog.entries[size] ?? '')
        leaves.push(entryLeafHash(entry, testCrypto))
        bundle.push(Uint8Array.of(entry.length >> 8, entry.length & 255), entry)
        edge.push(leaves[size] as Uint8Array)
      }
    },
  )
})
