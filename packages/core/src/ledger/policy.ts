import type { Hashing } from '../crypto/ports.ts'
import { isMalformed, Malformed } from './malformed.ts'
import { formatVerifierKey, keyTypes, parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/** Which logs to believe, and which cosignatures to ask for (C2SP tlog-policy). Comes from outside of what it judges. */
export interface Policy {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  readonly groups: readonly PolicyGroup[]
  /** A witness, a group, or `none`. */
  readonly quorum: string
}
export interface PolicyLog {
  readonly key: VerifierKey
  readonly url?: string
}
export interface PolicyWitness {
  readonly name: string
  readonly key: VerifierKey
  readonly url?: string
}
export interface PolicyGroup {
  readonly name: string
  /** How many of the members must have witnessed. */
  readonly threshold: number
  readonly members: readonly string[]
}

/** The keys a policy knows: logs, then witnesses. */
export const policyKeys = (policy: Policy): readonly VerifierKey[] => [...policy.logs, ...policy.witnesses].map(({ key }) => key)

/**
 * The policy of a trail nobody else watches yet: its log key must sign and its own clock key must say when. A quorum
 * of the trail's clock is not an outside witness; it makes the time of a checkpoint part of what is checked.
 */
export const trailPolicy = (log: VerifierKey, clock: VerifierKey): Policy => ({
  logs: [{ key: log }],
  witnesses: [{ name: 'clock', key: clock }],
  groups: [],
  quorum: 'clock',
})

export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const url = (text: string | undefined): string => (text === undefined ? '' : ` ${text}`)
  return [
    ...logs.map((log) => `log ${formatVerifierKey(log.key)}${url(log.url)}\n`),
    ...witnesses.map((witness) => `witness ${witness.name} ${formatVerifierKey(witness.key)}${url(witness.url)}\n`),
    ...groups.map(({ name, threshold, members }) => `group ${name} ${threshold} ${members.join(' ')}\n`),
    `quorum ${quorum}\n`,
  ].join('')
}

/** Whether the named witnesses satisfy the quorum. */
export function isQuorum(policy: Policy, witnessed: ReadonlySet<string>): boolean {
  const done = new Set(witnessed)
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => done.has(member)).length >= threshold) done.add(name)
  }
  return policy.quorum === 'none' || done.has(policy.quorum)
}

interface Draft {
  readonly logs: PolicyLog[]
  readonly witnesses: PolicyWitness[]
  readonly groups: PolicyGroup[]
  /** Members of groups: each name may be one once, so that a witness counts in only one way. */
  readonly grouped: Set<string>
  quorum: string | undefined
}

export function parsePolicy(text: string, hashing: Hashing): Policy | Malformed {
  if (/[^\t\n\u0020-\u007e\u0080-\u{10ffff}]/u.test(text)) return new Malformed('is not a policy: it has control characters')
  const draft: Draft = { logs: [], witnesses: [], groups: [], grouped: new Set(), quorum: undefined }
  for (const [i, line] of text.split('\n').entries()) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '')
    if (items.length === 0 || items[0]?.startsWith('#')) continue
    const problem = readerOf(items[0] ?? '')(items.slice(1), draft, hashing)
    if (problem !== undefined) return new Malformed(`is not a policy: line ${i + 1} ${problem}`)
  }
  const { logs, witnesses, groups, quorum } = draft
  return quorum === undefined ? new Malformed('is not a policy: it has no quorum line') : { logs, witnesses, groups, quorum }
}

type LineReader = (items: readonly string[], draft: Draft, hashing: Hashing) => string | undefined

const unknownLine: LineReader = () => 'is none of log, witness, group and quorum'

const readers: { readonly [word: string]: LineReader } = {
  log([vkey = '', url, ...rest], draft, hashing) {
    const key = parseVerifierKey(vkey, hashing)
    if (isMalformed(key) || rest.length > 0) return 'does not name a log and its key'
    if (key.type !== keyTypes.note) return 'names a log key that cannot sign checkpoints'
    if (draft.logs.some((log) => sameKey(log.key, key))) return 'names a log key twice'
    draft.logs.push({ key, ...(url !== undefined && { url }) })
    return undefined
  },
  witness([name = '', vkey = '', url, ...rest], draft, hashing) {
    const key = parseVerifierKey(vkey, hashing)
    if (isMalformed(key) || rest.length > 0) return 'does not name a witness and its key'
    if (key.type !== keyTypes.cosignature) return 'names a witness key that cannot cosign'
    if (isDefined(name, draft)) return 'defines a name twice'
    if (draft.witnesses.some((witness) => sameKey(witness.key, key))) return 'names a witness key twice'
    draft.witnesses.push({ name, key, ...(url !== undefined && { url }) })
    return undefined
  },
  group([name = '', count = '', ...members], draft) {
    if (isDefined(name, draft)) return 'defines a name twice'
    const threshold = count === 'any' ? 1 : count === 'all' ? members.length : /^[1-9][0-9]*$/.test(count) ? Number(count) : 0
    if (threshold < 1 || threshold > members.length) return 'asks for a number of members that the group does not have'
    for (const member of members) {
      if (member === 'none' || !isDefined(member, draft)) return 'has a member that no line before it defines'
      if (draft.grouped.has(member)) return 'has a member that is in a group already'
      draft.grouped.add(member)
    }
    draft.groups.push({ name, threshold, members })
    return undefined
  },
  quorum([name = '', ...rest], draft) {
    if (draft.quorum !== undefined || rest.length > 0) return 'is a second quorum, or has too many words'
    if (!isDefined(name, draft)) return 'names a quorum that no line before it defines'
    draft.quorum = name
    return undefined
  },
}

/** Words like `__proto__` are in every object, and begin no line of a policy. */
const readerOf = (word: string): LineReader => (Object.hasOwn(readers, word) ? readers[word] : undefined) ?? unknownLine

const isDefined = (name: string, draft: Draft): boolean =>
  name === 'none' || [...draft.witnesses, ...draft.groups].some((one) => one.name === name)

const sameKey = (a: VerifierKey, b: VerifierKey): boolean => a.publicKey.every((byte, i) => byte === b.publicKey[i])
