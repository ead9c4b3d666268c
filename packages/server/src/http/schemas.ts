import { categories, fieldKinds } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { keyRoles } from '../access/credential.ts'
import { longestProducerId } from '../access/producers.ts'
import { trailNamePattern } from '../trail/documents.ts'

// The shapes of answers and small bodies. The event itself is described by core's own shape (`EventInput`).

const text = (max: number, what: string) =>
  z.string(`${what} is a text`).min(1, `${what} is empty`).max(max, `${what} is longer than ${max} characters`)
const hash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('SHA-256, base64url without padding.')
const position = z.int().min(0).describe('Position on the trail, from 0.')
const currency = z.string().describe('Of an amount of money: ISO 4217, as the catalogue declares the field.')
const time = z.iso.datetime().describe('UTC, RFC 3339.')

const trailName = z
  .string('The name is a text')
  .regex(trailNamePattern, 'A name has 1 to 64 of a-z, 0-9, "-" and "_", and begins and ends with a letter or digit')

export const newTrailSchema = z.strictObject({ name: trailName }).openapi('NewTrail')
export const createdTrailSchema = z
  .object({
    trail: z.string(),
    origin: z.string(),
    policy: z.string().describe('tlog-policy text, to pin outside of this server.'),
  })
  .openapi('CreatedTrail')
const trailSchema = z
  .object({
    trail: z.string(),
    origin: z.string(),
    size: z.int().describe('Positions taken.'),
    events: z.int().describe('Business events, without the trail’s own.'),
    createdAt: time,
    catalogue: z.int().describe('The newest version of its catalogue; 0 where none was pushed.'),
    state: z.enum(['open', 'sealed']),
    sealedBecause: z.string().optional(),
  })
  .openapi('Trail')
export const oneTrailSchema = trailSchema
  .extend({
    zone: z.string().nullable().describe('The time zone that the team reads in; null until somebody sets it.'),
    checkpoint: z.string().nullable().describe('The newest signed note.'),
  })
  .openapi('OneTrail')
export const trailListSchema = z.object({ data: z.array(trailSchema) }).openapi('TrailList')

export const newKeySchema = z
  .strictObject({
    role: z.enum(keyRoles, `The role is one of ${keyRoles.join(', ')}`),
    name: text(200, 'The name').optional(),
    reads: text(64, 'The role to read as')
      .optional()
      .describe(
        'Of a reader key: the name of one of the trail’s roles. The key then sees what this role sees; without it every event, and no field that names its readers.',
      ),
  })
  .openapi('NewKey')
export const createdKeySchema = z.object({ key: z.string().describe('Shown once.'), id: z.string() }).openapi('CreatedKey')
/** Who made something that goes on working without them. */
export const makerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z
      .enum(['active', 'disabled', 'no_roles'])
      .describe('`no_roles`: holds no role on the trail any more. What such a person made works on until somebody ends it.'),
  })
  .nullable()
  .describe('The person who made it; null for the machine, a key, and where it was not kept.')
export const keyListSchema = z
  .object({
    data: z.array(
      z.object({
        id: z.string(),
        role: z.enum(keyRoles),
        name: z.string().nullable(),
        reads: z.string().nullable().describe('The role as which a reader key reads; null where it reads every event.'),
        maker: makerSchema,
        createdAt: time,
        revokedAt: time.nullable(),
      }),
    ),
  })
  .openapi('KeyList')

export const revealSchema = z
  .strictObject({
    field: text(500, 'The field').describe('Its name, as in `changes`.'),
    path: text(500, 'The path').optional().describe('The item of a list; without it, every item of the field.'),
    side: z.enum(['before', 'after', 'both'], 'The side is before, after or both').default('both'),
    reason: z
      .string('The reason is a text')
      .trim()
      .min(5, 'The reason has at least 5 characters')
      .max(500, 'The reason is longer than 500 characters')
      .describe('Why it has to be read; shown to whoever looks at who looked.'),
  })
  .openapi('Reveal')
export const revealedSchema = z
  .object({
    seq: z.int(),
    field: z.string(),
    changes: z.array(
      z.object({
        path: z.string().optional(),
        before: z.string().optional().describe('Absent where there is no encrypted value.'),
        after: z.string().optional(),
      }),
    ),
    recorded: z.uuid().describe('The event that says so.'),
  })
  .openapi('Revealed')

export const newEpochSchema = z.strictObject({ reason: text(500, 'The reason') }).openapi('NewEpoch')

const changeSchema = z.looseObject({ kind: z.enum(['added', 'removed', 'changed']).or(z.string()).optional() })
export const pushedCatalogueSchema = z.object({ version: z.int(), changes: z.array(changeSchema) }).openapi('PushedCatalogue')
export const catalogueSchema = z.object({ version: z.int(), catalogue: z.looseObject({}) }).openapi('CatalogueVersion')

const resultSchema = z
  .object({
    id: z.string().optional(),
    status: z.enum(['stored', 'duplicate', 'conflict', 'rejected']),
    seq: position.optional().describe('For a duplicate and a conflict, where the first is.'),
    hash: hash.optional(),
    problem: z.object({ code: z.string(), detail: z.string(), pointer: z.string().optional() }).optional(),
    proof: z.string().optional().describe('C2SP .tlog-proof text, with ?wait=checkpoint.'),
  })
  .openapi('AppendResult')
const consistencySchema = z.union([
  z.array(z.string()).describe('Base64 hashes from the checkpoint you named to the one of this answer.'),
  z.object({ failed: z.enum(['ahead', 'other_root']), detail: z.string() }),
])
export const appendAnswerSchema = z
  .object({
    trail: z.string(),
    accepted: z.int(),
    duplicates: z.int(),
    results: z.array(resultSchema),
    checkpoint: z.string().nullable(),
    consistency: consistencySchema.optional(),
  })
  .openapi('AppendAnswer')

export const heartbeatSchema = z
  .strictObject({
    producer: z.strictObject(
      {
        id: text(longestProducerId, 'The id of the producer'),
        seq: z.int('The sequence is a whole number').min(0, 'The sequence is not negative').optional(),
      },
      'The producer is an object with its id',
    ),
    leaving: z
      .literal(true, 'Leaving is true or not there')
      .optional()
      .describe('The producer stops on purpose: its silence from now on means nothing.'),
  })
  .openapi('Heartbeat')
export const heartbeatAnswerSchema = z
  .object({
    trail: z.string(),
    at: time,
    checkpoint: z.string().nullable(),
    consistency: consistencySchema.optional(),
    missing: z
      .array(z.tuple([z.int(), z.int()]))
      .describe('Numbers of this producer that are missing, in ranges with both ends included; the first 100.'),
  })
  .openapi('HeartbeatAnswer')
const number = z.int().min(0).describe('A number that the producer gave.')
const numberRange = { from: number, to: number.describe('Included.'), count: z.int() }
const producerSchema = z
  .object({
    producer: z.string(),
    seq: z.int().nullable().describe('The highest number heard of, in an event or a heartbeat.'),
    lastSeenAt: time,
    firstSeq: z.int().nullable().describe('The lowest number stored; nothing is claimed of numbers below it.'),
    missing: z.int().describe('Numbers missing.'),
    atLeast: z.boolean().describe('True where more are missing than are followed.'),
    gaps: z
      .array(z.object({ ...numberRange, since: time.describe('When an event with a later number was stored.') }))
      .describe('The first 100.'),
    lost: z.int().describe('Numbers that the producer said are lost.'),
    explained: z.array(z.object({ ...numberRange, by: position.describe('The event that says so.') })).describe('The first 100.'),
    awaited: z
      .object({ ...numberRange, since: time })
      .nullable()
      .describe('Numbers that a heartbeat named and that are not stored yet.'),
    repeated: z.int().describe('Numbers stored under more than one event.'),
    silentSince: time.nullable().describe('Set while the producer is silent for longer than it should.'),
    says: z.array(z.string()).describe('What somebody should know, in sentences.'),
  })
  .openapi('Producer')
export const producersSchema = z
  .object({
    data: z.array(producerSchema),
    complete: z.boolean().describe('False while the server reads the trail to learn which numbers are on it.'),
    silent: z.object({ count: z.int(), says: z.string().nullable() }),
  })
  .openapi('ProducerList')

const hiddenSchema = z.object({
  slot: z.string(),
  why: z.enum(['withheld', 'erased']),
  roles: z.array(z.string()).optional(),
  by: position.optional(),
})
const eventViewSchema = z
  .looseObject({
    seq: position,
    id: z.string().optional(),
    action: z.string().optional(),
    occurredAt: time.optional(),
    recordedAt: time.optional(),
    category: z.enum(categories).optional(),
    catalogue: z.int().optional(),
    changes: z
      .array(
        z.looseObject({
          field: z.string(),
          label: z.string().optional(),
          kind: z.enum(fieldKinds).optional(),
          currency: currency.optional(),
        }),
      )
      .optional(),
    hash,
    sentence: z.string(),
    parts: z.array(
      z.object({ kind: z.string(), text: z.string(), ref: z.object({ type: z.string(), id: z.string() }).optional() }),
    ),
    defects: z.array(z.object({ name: z.string(), detail: z.string() })),
    hidden: z.array(hiddenSchema),
  })
  .describe('The members of the event as recorded (see Event), as far as the reader may see them, and what Daybook adds.')
  .openapi('EventView')
const countSchema = z.object({
  value: z.int(),
  exact: z.boolean().describe('False: at least so many, or about so many where it was sampled.'),
})
const indexSchema = z
  .object({
    size: z.int().describe('Positions that are searchable.'),
    behind: z.int().describe('Positions that were stored before this call and are not searchable yet.'),
  })
  .describe('How far the search index has come.')
const nextCursor = z.string().nullable()
export const eventPageSchema = z
  .object({ data: z.array(eventViewSchema), nextCursor, total: countSchema, index: indexSchema })
  .openapi('EventPage')
const stepSchema = z.object({
  id: z.string().optional(),
  seq: position,
  sentence: z.string(),
  occurredAt: time.optional(),
  source: z.object({ type: z.string().optional(), name: z.string().optional() }).optional().describe('Through what it came.'),
})
const causeSchema = stepSchema.extend({ id: z.string() })
export const oneEventSchema = eventViewSchema.extend({ causes: z.array(causeSchema) }).openapi('OneEvent')
export const causesSchema = z
  .object({
    event: stepSchema,
    causes: z.array(causeSchema).describe('Nearest first.'),
    effects: z.array(causeSchema.extend({ causedBy: z.string(), depth: z.int().min(1) })).describe('Nearest first.'),
    more: z.boolean().describe('There are more effects than are told.'),
    index: indexSchema,
  })
  .openapi('Causes')

const sideSchema = z.object({
  data: z.array(eventViewSchema.extend({ same: z.array(z.enum(['record', 'person', 'request', 'batch', 'customer'])) })),
  more: z.boolean().describe('There are more within these minutes.'),
})
export const aroundSchema = z
  .object({ event: stepSchema, minutes: z.int(), before: sideSchema, after: sideSchema, index: indexSchema })
  .openapi('Around')

const countedSchema = z.object({
  value: z.string(),
  label: z.string().describe('What a person reads for the value.'),
  count: z.int(),
})
export const facetsSchema = z
  .object({
    facets: z.record(z.string(), z.array(countedSchema)),
    exact: z.record(z.string(), z.boolean()).describe('False where the counts of a field are about right.'),
    total: countSchema,
    index: indexSchema,
  })
  .openapi('Facets')
export const valuesSchema = z.object({ data: z.array(countedSchema), index: indexSchema }).openapi('Values')
const spansSchema = z.object({
  width: z.string().describe('ISO 8601 duration of a span.'),
  edges: z.array(time).describe('One more than there are counts; none where nothing matches.'),
  counts: z.array(z.int()),
  exact: z.boolean(),
})
export const histogramSchema = z.object({ whole: spansSchema, chosen: spansSchema, index: indexSchema }).openapi('Histogram')

export const indexStateSchema = z
  .object({
    trail: z.string(),
    state: z.enum(['starting', 'following', 'full', 'failing']),
    size: z.int().describe('Positions that are searchable.'),
    behind: z.int().describe('Positions stored that are not searchable yet.'),
    because: z.string().optional(),
  })
  .openapi('IndexState')

const batchStep = z.object({ id: z.string().optional(), seq: position, at: time.optional(), sentence: z.string() })
const batchCounts = z.looseObject({
  created: z.int().optional(),
  updated: z.int().optional(),
  unchanged: z.int().optional(),
  failed: z.int().optional(),
})
const batchSchema = z
  .object({
    id: z.string(),
    kind: z.string().nullable(),
    state: z.enum(['open', 'completed', 'failed']).describe('`open` until an event says that it ended.'),
    who: z.looseObject({}).nullable(),
    source: z.looseObject({}).nullable(),
    file: z.looseObject({ name: z.string() }).nullable(),
    mapping: z.string().nullable(),
    rows: z.int().nullable(),
    first: batchStep,
    last: batchStep,
    started: batchStep.nullable(),
    completed: batchStep.nullable(),
    claimed: batchCounts.nullable().describe('As whoever ran it reports.'),
    recorded: z
      .object({
        created: z.int(),
        updated: z.int(),
        deleted: z.int(),
        other: z.int(),
        failed: z.int().describe('Events whose outcome was not success.'),
        events: z.int(),
        exact: z.boolean(),
      })
      .describe('As the trail counts, by the verbs of the actions; without the events that say that the batch began or ended.'),
  })
  .openapi('Batch')
export const batchPageSchema = z.object({ data: z.array(batchSchema), nextCursor, index: indexSchema }).openapi('BatchPage')
export const oneBatchSchema = batchSchema
  .extend({
    failures: z.array(z.looseObject({ line: z.int(), reason: z.string() })),
    actions: z.array(countedSchema),
    fields: z.array(countedSchema),
    records: z.array(countedSchema),
    index: indexSchema,
  })
  .openapi('OneBatch')

const madeBy = z.object({
  id: z.string().optional(),
  seq: position,
  occurredAt: time,
  action: z.string().optional(),
  actor: z.object({ type: z.string().optional(), id: z.string().optional(), name: z.string().optional() }).optional(),
})
const fieldStateSchema = z.object({
  field: z.string(),
  path: z.string().optional(),
  label: z.string().optional(),
  kind: z.enum(fieldKinds).optional(),
  currency: currency.optional(),
  value: z.unknown().optional(),
  treated: z.string().optional(),
  known: z
    .enum(['set', 'before', 'hidden'])
    .describe('`set` by an event before the moment; `before`: a later event says what it was; `hidden` from this reader.'),
  by: madeBy.describe('The event that made it so, or that tells.'),
  unexplained: z.literal(true).optional().describe('An event found another value than the one before it had left.'),
})
const recordStateSchema = z.object({
  at: time,
  exists: z.enum(['yes', 'no', 'unknown']),
  name: z.string().optional(),
  firstSeenAt: time.optional(),
  lastSeenAt: time.optional(),
  laterSeenAt: time.optional().describe('Where nothing is known of it up to the moment: when the first later event occurred.'),
  endedBy: madeBy.optional().describe('The event that deleted it.'),
  returnedBy: madeBy.optional().describe('The event that brought it back after that.'),
  fields: z.array(fieldStateSchema),
  whole: z.boolean().describe('False where the record has more events than were looked at.'),
})
export const stateSchema = recordStateSchema.extend({ index: indexSchema }).openapi('RecordState')
export const comparisonSchema = z
  .object({
    from: recordStateSchema,
    to: recordStateSchema,
    changes: z.array(z.object({ field: z.string(), from: fieldStateSchema.optional(), to: fieldStateSchema.optional() })),
    index: indexSchema,
  })
  .openapi('RecordComparison')

const undoRowSchema = z.object({
  record: z.object({ type: z.string(), id: z.string(), name: z.string().optional() }),
  what: z.enum(['changed', 'created', 'deleted', 'restored']),
  field: z.string().optional(),
  path: z.string().optional(),
  label: z.string().optional(),
  kind: z.string().optional(),
  currency: currency.optional(),
  before: z.unknown().optional().describe('As the batch found it.'),
  after: z.unknown().optional().describe('As the batch left it.'),
  treated: z.string().optional(),
  hidden: z.literal(true).optional().describe('The values are hidden from this reader.'),
  by: madeBy.describe('The last event of the batch that changed it.'),
  state: z
    .enum(['as_left', 'changed', 'put_back'])
    .describe('`changed` since by an event outside of the batch; `put_back`: to what the batch had found.'),
  since: madeBy.optional().describe('The newest event that changed it since.'),
  now: z.unknown().optional().describe('What that event left.'),
})
export const undoPageSchema = z
  .object({
    data: z.array(undoRowSchema),
    whole: z.boolean().describe('False where the records have more later events than were looked at.'),
    nextCursor: z.string().nullable(),
    index: indexSchema,
  })
  .openapi('UndoPage')
export const downstreamSchema = z
  .object({
    count: z.int(),
    whole: z.boolean(),
    actions: z.array(z.object({ value: z.string(), count: z.int() })),
    sources: z.array(z.object({ value: z.string(), count: z.int() })),
    data: z.array(eventViewSchema),
    index: indexSchema,
  })
  .openapi('Downstream')

const caseStepSchema = z.looseObject({
  seq: position,
  id: z.string().optional(),
  step: z.string().optional(),
  decision: z.string().optional(),
  at: time,
  waitedMs: z.int().describe('Milliseconds since the event before it in the case.'),
  backward: z.literal(true).optional(),
})
const caseSchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  startedAt: time,
  lastAt: time,
  state: z.enum(['open', 'ended']),
  step: z.string().optional(),
  inStepSince: time,
  dueAt: time.optional(),
  steps: z.array(caseStepSchema),
  breaches: z.array(
    z.object({
      steps: z.array(z.string()),
      actor: z.object({ id: z.string(), name: z.string().optional() }),
      events: z.array(caseStepSchema),
    }),
  ),
})
export const oneCaseSchema = caseSchema.extend({ index: indexSchema }).openapi('WorkflowCase')
export const caseListSchema = z
  .object({
    data: z.array(caseSchema),
    steps: z.array(z.object({ type: z.string(), step: z.string(), open: z.int() })),
    whole: z.boolean().describe('False where older cases were not looked at.'),
    index: indexSchema,
  })
  .openapi('WorkflowCases')

const slotSchema = z.union([
  z.object({ state: z.literal('disclosed'), name: z.string(), digest: hash, disclosure: z.string() }),
  z.object({ state: z.literal('withheld'), name: z.string(), digest: hash }),
  z.object({ state: z.literal('erased'), name: z.string(), digest: hash, by: position }),
])
export const proofSchema = z
  .object({
    seq: position,
    id: z.string(),
    record: z.string().describe('R, the text whose SHA-256 is E.'),
    hash: hash.describe('E, base64url.'),
    slots: z.array(slotSchema),
    proof: z.string().describe('C2SP .tlog-proof text.'),
    checkpoint: z.string().describe('The signed note the proof leads to.'),
  })
  .openapi('Proof')

const count = z.int('This is a whole number').min(0, 'This is not negative')
export const importSchema = z
  .strictObject({
    file: z.strictObject({
      name: text(1000, 'The name of the file'),
      size: count,
      sha256: z.string('The hash is a text').regex(/^[0-9a-f]{64}$/, 'The hash is 64 hexadecimal digits in lower case'),
    }),
    mapping: text(1000, 'The mapping'),
    lines: count,
    claimed: z.strictObject({ stored: count, duplicates: count, refused: count }),
  })
  .openapi('Import')
export const importAnswerSchema = z
  .object({ id: z.string(), seq: position, status: z.enum(['stored', 'duplicate']) })
  .openapi('ImportAnswer')

export const noMembers = z.strictObject({}).openapi('NoMembers')
export const linkSchema = z.object({ link: z.string() }).openapi('Link')
export const healthSchema = z.object({ status: z.literal('ok') }).openapi('Health')
export const readinessSchema = z
  .object({
    ready: z.boolean(),
    trails: z.array(
      z.object({
        trail: z.string(),
        state: z.enum(['open', 'sealed']),
        sealedBecause: z.string().optional(),
        signer: z.enum(['signing', 'stopped']),
        storage: z.enum(['ok', 'full', 'fault']),
        size: z.int(),
        signedSize: z.int(),
        checkpointAgeMs: z.int().nullable(),
        index: z
          .object({
            state: z.enum(['starting', 'following', 'full', 'failing']),
            watermark: z.int(),
            lag: z.int(),
            because: z.string().optional(),
          })
          .describe('Up to where the trail can be searched. A lag is no reason not to be ready.'),
      }),
    ),
    broken: z
      .array(z.object({ trail: z.string(), because: z.string() }))
      .optional()
      .describe('Trails that cannot even be read.'),
  })
  .openapi('Readiness')
