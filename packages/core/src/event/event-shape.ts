import { actorTypes, decisions, outcomes, sourceTypes, treatmentMarks } from './event.ts'
import { limits } from './limits.ts'
import type { ObjectShape, Shape, TextFormat, TextShape } from './shape.ts'

const text = (about?: string): TextShape => ({ kind: 'text', ...(about && { about }) })
const nonEmpty = (about?: string): TextShape => ({ kind: 'text', nonEmpty: true, ...(about && { about }) })
const formatted = (format: TextFormat, about: string): TextShape => ({ kind: 'text', format, about })
const required = <S extends Shape>(shape: S): S & { readonly required: true } => ({ ...shape, required: true })

const hex = '[0-9a-fA-F]'
const uuid: TextFormat = {
  name: 'uuid',
  must: {
    pattern: `^${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}$`,
    code: 'bad_id',
    detail: 'Write it as a UUID of RFC 9562, like 019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00, made once and kept for every retry.',
  },
  mustNot: {
    // Every event of a program that forgot to set its id would be a duplicate of the first.
    pattern: '^(?:0{8}-0{4}-0{4}-0{4}-0{12}|[fF]{8}-[fF]{4}-[fF]{4}-[fF]{4}-[fF]{12})$',
    code: 'bad_id',
    detail: 'The nil and max UUIDs name no event. Make a UUID for each event.',
  },
}

const action: TextFormat = {
  must: {
    pattern: '^[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)+$',
    code: 'bad_action',
    detail: 'Write the action as object.past_tense_verb in lower-case letters, digits and underscores, like order.approved.',
  },
  mustNot: {
    pattern: '^trail\\.(?!gap$)',
    code: 'reserved_action',
    detail:
      'Actions that start with "trail." are written by the server alone; a producer may send trail.gap. Name your own object.',
  },
}

/** Days that the month has, 29 February in leap years, years of four digits from 1969: whether UTC is in 1970 to 9999, `parseTime` says. */
const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)'
const time: TextFormat = {
  name: 'date-time',
  must: {
    pattern:
      '^(?:(?:1969|19[7-9][0-9]|[2-9][0-9]{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))' +
      `|(?=19[7-9]|[2-9])${leapYear}-02-29)` +
      '[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$',
    code: 'bad_time',
    detail:
      'Write the time as RFC 3339 with an offset, like 2026-11-22T09:15:02.123Z: a day that exists, from 1970 to 9999, no leap second, no 24:00.',
  },
}

/** Schemes that would run as a program when the link is followed, as a browser reads them: spaces before, tabs and line ends inside. */
const spelledAnyhow = (word: string): string =>
  [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('[\\t\\n\\r]*')
const url: TextFormat = {
  mustNot: {
    pattern: `^[\\u0000-\\u0020]*(?:${['javascript', 'vbscript', 'data'].map(spelledAnyhow).join('|')})[\\t\\n\\r]*:`,
    code: 'wrong_value',
    detail:
      'A link may not carry a program (javascript:, vbscript: or data:). Send the https address of the record, or leave the link out.',
  },
}
const link: TextShape = { kind: 'text', format: url, about: 'Where the record can be seen in your own tool.' }

const partyMembers = {
  type: required({ kind: 'choice', of: actorTypes, about: 'What kind of actor it is.' }),
  id: required(nonEmpty('The id of the actor in your own tool.')),
  name: text('The name as people knew it at the time.'),
  email: text(),
  roles: { kind: 'list', items: text(), about: 'The permission level at the time.' },
} as const

const objectMembers = {
  type: required(nonEmpty('The kind of record, like order.')),
  id: required(nonEmpty('The id of the record in your own tool.')),
  name: text('The readable name at the time, like Order #1842.'),
  url: link,
} as const

const named = (about: string): ObjectShape => ({
  kind: 'object',
  about,
  members: { id: required(nonEmpty()), name: text(), url: link },
})

const count = (about?: string): Shape => ({ kind: 'count', ...(about && { about }) })

const source: ObjectShape = {
  kind: 'object',
  about: 'Through what it came.',
  members: {
    type: required({ kind: 'choice', of: sourceTypes, about: 'Which kind of source it is.' }),
    id: text(),
    name: text('Which automation, integration, import, job, hook or client it was.'),
    ip: text(),
    userAgent: text(),
    requestId: text(),
    sessionId: text(),
    traceparent: text(),
  },
  rules: [
    {
      needsOneOf: ['name'],
      nonEmpty: true,
      unlessWhere: { member: 'type', in: ['user_action', 'admin_action'] },
      code: 'missing_member',
      detail:
        'A source that is not a person at work must be named: say which automation, integration, import, job, hook or client it was.',
    },
  ],
}

const batch: ObjectShape = {
  kind: 'object',
  about: 'The import, job run or automation run that the event belongs to.',
  members: {
    id: required(nonEmpty()),
    kind: text(),
    file: {
      kind: 'object',
      members: { name: required(text('The file as its owner named it.')), size: count('Bytes.'), sha256: text() },
    },
    rows: count(),
    mapping: text('Which mapping made fields of columns: its name, version or digest.'),
    claimed: {
      kind: 'object',
      about: 'What the run itself counted.',
      members: { created: count(), updated: count(), unchanged: count(), failed: count() },
    },
    failures: { kind: 'list', items: { kind: 'object', members: { line: required(count()), reason: required(text()) } } },
  },
}

const change: ObjectShape = {
  kind: 'object',
  about: 'One field: before absent means set for the first time, after absent means removed, null is a value.',
  members: {
    field: required(nonEmpty('Which field changed.')),
    label: text(),
    path: text('Which item of a list.'),
    before: { kind: 'any' },
    after: { kind: 'any' },
    treated: { kind: 'choice', of: treatmentMarks, about: 'How the value was already hidden before it was sent.' },
  },
  rules: [
    {
      needsOneOf: ['before', 'after'],
      unlessWhere: { member: 'treated', in: ['omit'] },
      code: 'missing_member',
      detail: 'A change has a value before, after, or both; where the values are kept out on purpose, say "treated": "omit".',
    },
    {
      forbids: ['before', 'after'],
      where: { member: 'treated', in: ['omit'] },
      code: 'wrong_value',
      detail: 'A change that is treated as omitted carries no values. Leave before and after out.',
    },
  ],
}

/** The event as a producer sends it. `gate` has already looked at Unicode, numbers, names, depth and sizes. */
export const eventShape: ObjectShape = {
  kind: 'object',
  about: 'One business action.',
  members: {
    id: required(
      formatted(uuid, 'A UUID made by the producer before the first attempt; the event is kept once under it, for ever.'),
    ),
    action: required(formatted(action, 'What was done, as object.past_tense_verb.')),
    occurredAt: required(formatted(time, 'When it happened, as an RFC 3339 time with an offset.')),
    actor: required({
      kind: 'object',
      about: 'Who or what did it.',
      members: { ...partyMembers, onBehalfOf: { kind: 'object', about: 'For whom it acted.', members: partyMembers } },
    }),
    source,
    object: { kind: 'object', about: 'The business record acted on.', members: objectMembers },
    related: {
      kind: 'list',
      about: 'Other records that it touches.',
      items: { kind: 'object', members: { ...objectMembers, relation: text('What the record is to the object, like order.') } },
    },
    organization: named('The organization that it concerns.'),
    customer: named('The customer that it concerns.'),
    workflow: {
      kind: 'object',
      about: 'The case that it moves.',
      members: {
        type: required(nonEmpty('The kind of workflow, like refund.')),
        id: required(nonEmpty('Which case it is.')),
        step: text(),
        decision: { kind: 'choice', of: decisions },
      },
    },
    batch,
    count: count('How many records an export, view or bulk action touched.'),
    producer: {
      kind: 'object',
      about: 'The sending program and its gap-free sequence.',
      members: { id: required(nonEmpty()), seq: required({ kind: 'count' }) },
    },
    override: {
      kind: 'object',
      about: 'A human decision against a named rule.',
      members: { rule: required(nonEmpty()), name: text() },
    },
    changes: {
      kind: 'list',
      about: 'What changed, field by field.',
      items: change,
      most: {
        count: limits.changesPerEvent,
        code: 'too_many_changes',
        detail: `An event may carry ${limits.changesPerEvent} changes. Split it into several events of one batch.`,
      },
    },
    outcome: { kind: 'choice', of: outcomes, about: 'Absent means success.' },
    error: { kind: 'object', about: 'Why it failed or was denied.', members: { code: text(), message: text() } },
    reason: text('Why, in the words of whoever did it.'),
    causedBy: formatted(uuid, 'The id of the event that triggered this one.'),
    correlationId: text('What the events of one request or call have in common.'),
    context: { kind: 'free', about: 'Anything else, small; never searched by structure.' },
    history: { kind: 'true', about: 'It happened before the trail existed and is loaded as history.' },
  },
  reserved: [
    'seq',
    'recordedAt',
    'category',
    'catalogue',
    'key',
    'ledger',
    'sentence',
    'parts',
    'defects',
    'hidden',
    'hash',
    'proof',
    'record',
    'slots',
    'checkpoint',
  ],
  rules: [
    {
      forbids: ['error'],
      unlessWhere: { member: 'outcome', in: ['failure', 'denied'] },
      code: 'wrong_value',
      detail:
        'Only an event that failed or was denied carries an error. Say "outcome": "failure" or "denied", or leave the error out.',
    },
  ],
}
