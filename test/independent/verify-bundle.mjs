#!/usr/bin/env node
// A verifier written from docs/format.md alone. It imports nothing of the project, so that an error in the project's own
// verifier does not hide in both. Section numbers are those of that page.
//
//   node verify-bundle.mjs BUNDLE-FOLDER POLICY-FILE      exit 0 holds, 1 broken, 2 cannot tell
import { verify as checkSignature, createHash, createPublicKey } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

class Broken extends Error {}
class CannotTell extends Error {}
const broken = (why) => {
  throw new Broken(why)
}
const must = (condition, why) => condition || broken(why)

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const strictUtf8 = (bytes, what) => {
  const text = bytes.toString('utf8')
  must(Buffer.from(text, 'utf8').equals(bytes), `${what} is not UTF-8`)
  return text
}
const strictBase64 = (text, kind, what) => {
  const bytes = Buffer.from(text, kind)
  must(bytes.toString(kind) === text, `${what} is not ${kind}`)
  return bytes
}
const isCount = (n) => Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0)

// Section 1 and 2: canonical JSON and the values it may carry.
function jcs(value, depth = 1) {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    must(Number.isFinite(value) && !Object.is(value, -0), 'a number is not allowed')
    must(!Number.isInteger(value) || Number.isSafeInteger(value), 'an integer is beyond 2^53-1')
    return String(value)
  }
  if (typeof value === 'string') {
    must(value.isWellFormed() && !value.includes('\0'), 'text is not allowed')
    return JSON.stringify(value)
  }
  must(depth <= 16, 'a value is too deep')
  if (Array.isArray(value)) return `[${value.map((item) => jcs(item, depth + 1)).join(',')}]`
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${jcs(name)}:${jcs(value[name], depth + 1)}`).join(',')}}`
}

// Section 6: keys, notes, checkpoints, policies.
function readKey(vkey) {
  const [name, id, ...rest] = vkey.split('+')
  const material = strictBase64(rest.join('+'), 'base64', 'a key')
  must(material.length === 33 && [1, 4].includes(material[0]), 'a key is of an unknown kind')
  must(sha256(`${name}\n`, material).subarray(0, 4).toString('hex') === id, 'a key has another id than its own')
  return { vkey, name, id, type: material[0], publicKey: material.subarray(1) }
}

function readPolicy(text) {
  const policy = { logs: [], names: new Map(), quorum: undefined }
  for (const line of text.split('\n')) {
    const [word, ...items] = line.split(/[ \t]+/).filter(Boolean)
    if (word === undefined || word.startsWith('#')) continue
    if (word === 'log') policy.logs.push(readKey(items[0]))
    else if (word === 'witness') policy.names.set(items[0], { key: readKey(items[1]) })
    else if (word === 'group') {
      const [name, count, ...members] = items
      must(members.length > 0 && members.every((member) => policy.names.has(member)), 'a group has an unknown member')
      const needed = count === 'any' ? 1 : count === 'all' ? members.length : Number(count)
      must(needed >= 1 && needed <= members.length, 'a group asks for too many members')
      policy.names.set(name, { members, needed })
    } else if (word === 'quorum') {
      must(policy.quorum === undefined && (items[0] === 'none' || policy.names.has(items[0])), 'the quorum is not defined')
      policy.quorum = items[0]
    } else broken('a policy line is none of log, witness, group, quorum')
  }
  must(policy.quorum !== undefined, 'the policy has no quorum')
  return policy
}

const ed25519 = (publicKey, message, signature) => {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
  return checkSignature(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
}

function readCheckpoint(text, policy, what) {
  must(!/[\0-\x09\x0b-\x1f]/.test(text), `${what} has control characters`)
  const split = text.lastIndexOf('\n\n')
  must(split > 0 && text.endsWith('\n'), `${what} is not a signed note`)
  const body = text.slice(0, split + 1)
  const keys = [...policy.logs, ...[...policy.names.values()].flatMap(({ key }) => key ?? [])]
  const signed = new Map()
  const signatureLines = text.slice(split + 2, -1).split('\n')
  must(signatureLines.length <= 100, `${what} has too many signatures`)
  for (const line of signatureLines) {
    const [, name, encoded] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? broken(`${what} has a malformed signature line`)
    const bytes = strictBase64(encoded, 'base64', 'a signature')
    must(bytes.length > 4 && !name.includes('+'), `${what} has a malformed signature line`)
    const key = keys.find((one) => one.name === name && one.id === bytes.toString('hex', 0, 4))
    if (key === undefined) continue
    const timeS = key.type === 4 ? Number(bytes.readBigUInt64BE(4)) : undefined
    const message = key.type === 4 ? `cosignature/v1\ntime ${timeS}\n${body}` : body
    const signature = bytes.subarray(key.type === 4 ? 12 : 4)
    must(signature.length === 64 && ed25519(key.publicKey, Buffer.from(message), signature), `${what} has a wrong signature`)
    signed.set(key.vkey, timeS)
  }
  const [origin, size, root] = body.split('\n')
  must(!/^$/m.test(body.slice(0, -1)), `${what} has an empty line`)
  must(/^(0|[1-9][0-9]*)$/.test(size ?? '') && isCount(Number(size)), `${what} has no size`)
  must(
    policy.logs.some((key) => key.name === origin && signed.has(key.vkey)),
    `${what} is not signed by a known log key`,
  )
  const witnessed = (name) => {
    if (name === 'none') return true
    const { key, members, needed } = policy.names.get(name)
    return key ? signed.has(key.vkey) : members.filter(witnessed).length >= needed
  }
  must(witnessed(policy.quorum), `${what} lacks the cosignatures of the policy`)
  const times = [...signed.values()].filter((time) => time !== undefined)
  const hash = strictBase64(root ?? '', 'base64', 'a root')
  must(hash.length === 32, `${what} has no root`)
  return { text, origin, size: Number(size), root: hash, timeS: times.length > 0 ? Math.max(...times) : undefined }
}

// Section 8: manifest and lines, to the byte.
function readManifest(text) {
  const { origin, proof, query, range, counts, slots, ...rest } = JSON.parse(text)
  must(rest.format === 'daybook-bundle/1' && ['log', 'proofs'].includes(proof), 'the manifest is of another format')
  must(proof === 'proofs' || query === 'everything', 'the manifest of a whole log has a query')
  const manifest = {
    format: rest.format,
    origin,
    proof,
    query,
    range: { from: range.from, to: range.to },
    counts: { events: counts.events, pruned: counts.pruned },
    slots: { disclosed: slots.disclosed, withheld: slots.withheld, erased: slots.erased },
    disclosure: slots.withheld === 0 ? 'everything' : 'partial',
  }
  must(`${JSON.stringify(manifest, null, 2)}\n` === text, 'the manifest is not written as it must be')
  return manifest
}

function readLine(text, number) {
  const line = JSON.parse(text)
  const { seq } = line
  must(isCount(seq), `line ${number} has no position`)
  const slot = ({ name, digest, disclosure, state, by }) => {
    const start = `{"name":${JSON.stringify(name)},"digest":${JSON.stringify(digest)}`
    if (disclosure !== undefined) return `${start},"disclosure":${JSON.stringify(disclosure)}}`
    if (state === 'withheld') return `${start},"state":"withheld"}`
    must(state === 'erased' && isCount(by), `position ${seq}: a slot is in no known state`)
    return `${start},"state":"erased","by":${by}}`
  }
  const written =
    line.state === 'pruned'
      ? `{"seq":${seq},"state":"pruned","hash":"${line.hash}","by":${line.by}}`
      : `{"seq":${seq},"slots":[${line.slots.map(slot).join(',')}]}`
  must(written === text, `line ${number} is not written as it must be`)
  return line
}

// Section 4: an event by itself. Answers R, E and the value of core.
function readEvent(line) {
  if (line.state === 'pruned') {
    const hash = strictBase64(line.hash, 'base64url', 'an event hash')
    must(hash.length === 32 && isCount(line.by), `position ${line.seq}: a pruned event lacks its hash`)
    return { hash }
  }
  const where = `position ${line.seq}`
  must(line.slots.length >= 1 && line.slots.length <= 256, `${where}: a record has 1 to 256 slots`)
  let core
  let last = ''
  for (const { name, digest, disclosure } of line.slots) {
    must(typeof name === 'string' && /^[A-Za-z0-9_.%/-]{1,128}$/.test(name), `${where}: a slot name is not allowed`)
    must(name > last, `${where}: slot ${name} is not in its place`)
    last = name
    must(strictBase64(digest, 'base64url', 'a digest').length === 32, `${where}: a digest is not 32 bytes`)
    if (disclosure === undefined) continue
    must(sha256(disclosure).toString('base64url') === digest, `${where}: slot ${name} does not hash to its digest`)
    must(Buffer.byteLength(disclosure) <= 262144, `${where}: slot ${name} is too large`)
    const [salt, disclosedName, value, ...more] = JSON.parse(disclosure)
    must(strictBase64(salt, 'base64url', 'a salt').length === 16 && more.length === 0, `${where}: slot ${name} has no salt`)
    must(disclosedName === name, `${where}: slot ${name} is disclosed under another name`)
    must(typeof value === 'object' && value !== null && !Array.isArray(value), `${where}: slot ${name} has no value`)
    must(`["${salt}","${name}",${jcs(value)}]` === disclosure, `${where}: slot ${name} is not canonical`)
    if (name === 'core') core = value
  }
  const record = `["e1",${line.slots.map(({ name, digest }) => `["${name}","${digest}"]`).join(',')}]`
  return { record, hash: sha256(record), core }
}

// Section 7: control events.
const ops = ['erasure', 'retention', 'hold', 'key_rotation', 'epoch', 'id_conflict']
const isSlotName = (name) => typeof name === 'string' && /^[A-Za-z0-9_.%/-]{1,128}$/.test(name)
function readStatement({ category, action, ledger }, where) {
  must(
    category === 'trail' && String(action).startsWith('trail.'),
    `${where}: a ledger statement on an event that is not the trail's`,
  )
  const { op, slots = [], ranges = [], part = 1, parts = 1, ...others } = Object(ledger)
  const isRange = (range) => Array.isArray(range) && range.length === 2 && range.every(isCount) && range[0] < range[1]
  const allowed = ops.includes(op) && Array.isArray(slots) && slots.every(isSlotName)
  must(
    [part, parts].every((n) => isCount(n) && n > 0),
    `${where}: a ledger statement has odd parts`,
  )
  must(Object.keys(others).length === 0, `${where}: a ledger statement has an unknown member`)
  must(
    allowed && Array.isArray(ranges) && ranges.length <= 10_000 && ranges.every(isRange),
    `${where}: a ledger statement is malformed`,
  )
  return { op, action, slots, covers: (seq) => ranges.some(([from, to]) => seq >= from && seq < to) }
}

function checkExcuse(statements, seq, by, op, slot) {
  const statement = statements.get(by)
  const named = slot === undefined || statement?.slots.includes(slot)
  must(
    by > seq && statement?.op === op && named && statement.covers(seq),
    `position ${seq}: ${slot ?? 'the event'} is gone without its ${op}`,
  )
  let held = false
  for (const [at, hold] of [...statements].sort(([a], [b]) => a - b)) {
    if (at >= by || hold.op !== 'hold' || !hold.covers(seq)) continue
    if (slot === undefined || hold.slots.length === 0 || hold.slots.includes(slot)) held = hold.action !== 'trail.hold_released'
  }
  must(!held, `position ${seq}: removed under a legal hold`)
}

// Section 5: the tree.
const leafOf = (hash) => sha256(Buffer.from([0, 1]), hash)
const nodeOf = (left, right) => sha256(Buffer.from([1]), left, right)
function rootOf(leaves) {
  if (leaves.length === 0) return sha256('')
  let level = leaves
  while (level.length > 1) {
    // Pairing from the left and carrying an odd one up gives the same tree as RFC 6962's split.
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
      2 * i + 1 < level.length ? nodeOf(level[2 * i], level[2 * i + 1]) : level[2 * i],
    )
  }
  return level[0]
}

function tilePath(level, index, width) {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0')
  const groups = digits.match(/.{3}/g)
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `log/tile/${level}/${number}${width < 256 ? `.p/${width}` : ''}`
}

function checkInclusion(leaf, index, size, root, hashes) {
  // RFC 9162 section 2.1.3.2.
  let [fn, sn, node] = [index, size - 1, leaf]
  for (const hash of hashes) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      node = nodeOf(hash, node)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)]
    } else node = nodeOf(node, hash)
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return index < size && sn === 0 && node.equals(root)
}

function listFiles(folder, prefix = '') {
  return readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}/${name}`
    return statSync(join(folder, path)).isDirectory() ? listFiles(folder, path) : [path]
  })
}

// Section 9.
function verifyBundle(folder, policyText) {
  const read = (path) => {
    must(existsSync(join(folder, path)), `${path} is missing`)
    return readFileSync(join(folder, path))
  }
  const text = (path) => strictUtf8(read(path), path)
  const policy = readPolicy(policyText)
  for (const path of ['manifest.json', 'log/checkpoint']) {
    if (!existsSync(join(folder, path))) throw new CannotTell(`${path} is missing`)
  }
  const manifest = readManifest(text('manifest.json'))
  const checkpoint = readCheckpoint(text('log/checkpoint'), policy, 'log/checkpoint')
  must(manifest.origin === checkpoint.origin, 'the manifest is of another log')
  const files = listFiles(folder)
  if (files.includes('policy.txt')) checkPolicyCopy(text('policy.txt'), policy, checkpoint.origin)
  const anchors = files
    .filter((path) => path.startsWith('anchors/'))
    .map((path) => ({ path, ...readCheckpoint(text(path), policy, path) }))
  for (const { origin, path } of anchors) must(origin === checkpoint.origin, `${path} is of another log`)

  const lines = (files.includes('events.ndjson') ? text('events.ndjson') : '').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const events = lines.map((line, i) => {
    const parsed = readLine(line, i + 1)
    return { ...parsed, ...readEvent(parsed) }
  })
  const statements = new Map()
  for (const { seq, core } of events) {
    if (core?.ledger !== undefined) statements.set(seq, readStatement(core, `position ${seq}`))
  }
  const counts = { events: 0, pruned: 0 }
  const slots = { disclosed: 0, withheld: 0, erased: 0 }
  let last = -1
  for (const event of events) {
    must(event.seq > last, `position ${event.seq} is not in its place`)
    last = event.seq
    counts.events++
    if (event.state === 'pruned') {
      counts.pruned++
      checkExcuse(statements, event.seq, event.by, 'retention')
      continue
    }
    for (const slot of event.slots) {
      slots[slot.disclosure === undefined ? slot.state : 'disclosed']++
      if (slot.state === 'erased') checkExcuse(statements, event.seq, slot.by, 'erasure', slot.name)
    }
  }
  must(JSON.stringify(counts) === JSON.stringify(manifest.counts), 'the counts of the manifest are wrong')
  must(JSON.stringify(slots) === JSON.stringify(manifest.slots), 'the slot counts of the manifest are wrong')
  if (manifest.proof === 'log') checkLog(manifest, checkpoint, events, anchors, files, read)
  else checkProofs(manifest, checkpoint, events, anchors, files, text)
}

function checkPolicyCopy(copy, policy, origin) {
  const theirs = readPolicy(copy)
  must(
    !/^#|^$|[\t]| {2}|^ | $|^group \S+ a/m.test(copy.slice(0, -1)) && copy.endsWith('\n'),
    'policy.txt is not written as it must be',
  )
  const mine = new Set(policy.logs.map((key) => key.vkey))
  must(
    theirs.logs.some((key) => key.name === origin && mine.has(key.vkey)),
    'policy.txt names another key for the log',
  )
}

function checkAhead(anchors, checkpoint) {
  for (const { path, size, timeS } of anchors) {
    if (size <= checkpoint.size) continue
    if (timeS !== undefined && checkpoint.timeS !== undefined && timeS > checkpoint.timeS)
      throw new CannotTell(`${path} is newer`)
    broken(`${path} covers more events than the log has`)
  }
}

function checkLog(manifest, checkpoint, events, anchors, files, read) {
  const { size } = checkpoint
  const { from, to } = manifest.range
  must(isCount(from) && from <= to && to <= size, 'the range of the manifest is not within the log')
  must(events.length === to - from && events.every(({ seq }, i) => seq === from + i), 'a position is missing from events.ndjson')
  const expected = new Set(['log/checkpoint'])
  const width = (total, index) => Math.min(256, total - index * 256)
  const entries = []
  for (let index = 0; index * 256 < size; index++) {
    const path = tilePath('entries', index, width(size, index))
    expected.add(path)
    const bundle = read(path)
    must(bundle.length === 35 * width(size, index), `${path} does not hold the entries it should`)
    for (let at = 0; at < bundle.length; at += 35) {
      must(bundle.readUInt16BE(at) === 33 && bundle[at + 2] === 1, `${path} has an entry of another format`)
      entries.push(bundle.subarray(at + 3, at + 35))
    }
  }
  for (const { seq, hash } of events) must(hash.equals(entries[seq]), `position ${seq}: the event is not the one of the log`)
  const leaves = entries.map(leafOf)
  for (let level = 0, hashes = leaves; hashes.length > 0; level++) {
    for (let index = 0; index * 256 < hashes.length; index++) {
      const path = tilePath(level, index, width(hashes.length, index))
      expected.add(path)
      must(read(path).equals(Buffer.concat(hashes.slice(index * 256, index * 256 + 256))), `${path} is not what the entries give`)
    }
    hashes = Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) => rootOf(hashes.slice(i * 256, i * 256 + 256)))
  }
  must(rootOf(leaves).equals(checkpoint.root), 'the log has another root than the signed one')
  for (const path of files) must(!/^(log|proofs)\//.test(path) || expected.has(path), `${path} is no file of this log`)
  checkAhead(anchors, checkpoint)
  for (const anchor of anchors) must(rootOf(leaves.slice(0, anchor.size)).equals(anchor.root), `${anchor.path} saw another log`)
}

function checkProofs(manifest, checkpoint, events, anchors, files, text) {
  const range = { from: events[0]?.seq ?? 0, to: (events.at(-1)?.seq ?? -1) + 1 }
  must(JSON.stringify(range) === JSON.stringify(manifest.range), 'the range of the manifest is wrong')
  const expected = new Set(['log/checkpoint'])
  for (const { seq, record, hash } of events) {
    const path = `proofs/${seq}.tlog-proof`
    expected.add(path)
    const extra = record === undefined ? '' : `extra ${Buffer.from(record).toString('base64')}\n`
    const head = `c2sp.org/tlog-proof@v1\n${extra}index ${seq}\n`
    const proof = text(path)
    const end = proof.indexOf('\n\n')
    must(proof.startsWith(head) && end >= head.length - 1, `${path} is not the proof of this event`)
    must(proof.slice(end + 2) === checkpoint.text, `${path} is under another checkpoint`)
    const hashes = proof
      .slice(head.length, end + 1)
      .split('\n')
      .slice(0, -1)
    const siblings = hashes.map((hash) => strictBase64(hash, 'base64', path))
    must(
      siblings.every((hash) => hash.length === 32),
      `${path} has a line that is no hash`,
    )
    must(checkInclusion(leafOf(hash), seq, checkpoint.size, checkpoint.root, siblings), `${path} does not hold`)
  }
  for (const path of files) must(!/^(log|proofs)\//.test(path) || expected.has(path), `${path} belongs to no event`)
  checkAhead(anchors, checkpoint)
  for (const { path, size, root } of anchors) {
    if (size < checkpoint.size) throw new CannotTell(`${path} needs the whole log`)
    must(root.equals(checkpoint.root), `${path} saw another log`)
  }
}

const [folder, policyFile] = process.argv.slice(2)
try {
  verifyBundle(folder, readFileSync(policyFile, 'utf8'))
  console.log('holds')
} catch (error) {
  // What JSON.parse, base64 or a missing member throws is a bundle not written as the format asks.
  console.log(error instanceof CannotTell ? `cannot tell: ${error.message}` : `broken: ${error.message}`)
  process.exitCode = error instanceof CannotTell ? 2 : 1
}
