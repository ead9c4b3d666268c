import type { SlotState } from '@daybook/core'
import { bundleEntries, selectionEntries, writeTar } from '../../bundle/index.ts'
import type { StoredEvent } from '../../journal/journal.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { viewerWho } from '../../reading/shelf.ts'
import type { Ask, Place, Sees } from '../../search/search-index.ts'
import { disclosedTo, mayRead } from '../../trail/reading.ts'
import type { SignedCheckpoint } from '../../trail/signed-checkpoint.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'
import { journalPages } from './journal-pages.ts'

/** Signed now where the trail can; a sealed trail or a full disk leaves the newest there is. */
export const newestCheckpoint = async (service: Service, trail: OpenTrail): Promise<SignedCheckpoint> => {
  await service.trails.sign(trail.facts.name).catch((error: unknown) => {
    if (!(error instanceof HttpProblem)) throw error
  })
  const checkpoint = await trail.reader.checkpoint()
  if (!checkpoint)
    throw new HttpProblem(
      'not_found',
      'The trail has no checkpoint yet, so that there is nothing to prove; try again in a second.',
    )
  return checkpoint
}

/** A whole trail up to a checkpoint. */
export const bundleOfTrail = (
  service: Service,
  trail: OpenTrail,
  sees: Sees,
  checkpoint: SignedCheckpoint,
): AsyncIterable<Uint8Array> => {
  async function* events(from: number, to: number): AsyncGenerator<StoredEvent> {
    for await (const page of journalPages(trail, { from, to, which: 'all' }))
      for (const stored of page) yield await disclosed(stored, trail, sees)
  }
  return writeTar(bundleEntries({ ...hashesOf(trail), events }, optionsOf(service, trail, checkpoint)))
}

/** What a query finds below a checkpoint, each event with a proof of its own. */
export const bundleOfSelection = (
  service: Service,
  trail: OpenTrail,
  selection: { readonly ask: Ask; readonly checkpoint: SignedCheckpoint; readonly query: string },
): AsyncIterable<Uint8Array> => {
  const { ask, checkpoint, query } = selection
  async function* events(): AsyncGenerator<StoredEvent> {
    for await (const stored of withExcuses(selectedEvents(service, trail, ask, checkpoint.size), trail, checkpoint.size))
      yield await disclosed(stored, trail, ask.sees)
  }
  const asked = query === '' ? 'everything of its kind' : query
  const options = {
    ...optionsOf(service, trail, checkpoint),
    // Who gets the bundle must not take it for all there is.
    query: ask.sees.events ? `${asked}, as far as whoever exported it may read` : asked,
  }
  return writeTar(selectionEntries({ ...hashesOf(trail), events }, options))
}

const hashesOf = ({ reader }: OpenTrail) => ({
  hashes: (from: number, to: number) => reader.hashes(from, to),
  subtrees: (level: number, from: number, to: number) => reader.subtrees(level, from, to),
})

const optionsOf = (service: Service, { facts }: OpenTrail, checkpoint: SignedCheckpoint) => {
  const verifierPage = service.pages.text('verify.html')
  return {
    trail: facts.name,
    origin: facts.origin,
    checkpoint,
    policy: facts.policy,
    exportedAt: new Date(service.now()).toISOString(),
    ...(verifierPage === undefined ? {} : { verifierPage }),
  }
}

/** Of the event that excuses what is missing from another, `core` says enough to a verifier, and is all that goes to who may not read it. */
const disclosed = async (stored: StoredEvent, { reader }: OpenTrail, sees: Sees): Promise<StoredEvent> => {
  if (stored.state === 'pruned') return stored
  const { slots } = await disclosedTo(stored, viewerWho(sees), reader)
  return { ...stored, slots: mayRead(stored, sees) ? slots : slots.map(coreAlone) }
}

const coreAlone = (slot: SlotState): SlotState =>
  slot.name === 'core' || slot.state !== 'disclosed' ? slot : { state: 'withheld', name: slot.name, digest: slot.digest }

async function* selectedEvents(service: Service, trail: OpenTrail, ask: Ask, below: number): AsyncGenerator<StoredEvent> {
  for (let after: Place | undefined; ; ) {
    const question = {
      what: 'positions',
      trail: trail.facts.name,
      ask,
      below,
      ...(after === undefined ? {} : { after }),
    } as const
    const { positions, next } = await service.searches.ask<'positions'>(question)
    for (let at = 0; at < positions.length; ) {
      const near = nearFrom(positions, at)
      at += near.length
      yield* await eventsAt(trail, near)
      await new Promise(setImmediate)
    }
    if (next === undefined) return
    after = next
  }
}

/** Positions that are read together, since stored events lie in blocks. */
const span = 256

const nearFrom = (positions: readonly number[], at: number): readonly number[] => {
  const first = positions[at] ?? 0
  let end = at + 1
  while (end < positions.length && (positions[end] ?? 0) < first + span) end++
  return positions.slice(at, end)
}

const eventsAt = async ({ reader }: OpenTrail, near: readonly number[]): Promise<readonly StoredEvent[]> => {
  const [first = 0, last = first] = [near[0], near.at(-1)]
  const wanted = new Set(near)
  const stored = await reader.read({ from: first, to: last + 1, limit: span, order: 'asc', which: 'all' })
  return stored.filter(({ seq }) => wanted.has(seq))
}

/** With the events that say why something is missing: without them a verifier takes it for tampering. They all come later. */
async function* withExcuses(
  events: AsyncIterable<StoredEvent>,
  { reader }: OpenTrail,
  below: number,
): AsyncGenerator<StoredEvent> {
  const owed = new Set<number>()
  const due = (before: number): readonly number[] => [...owed].filter((seq) => seq < before).sort((a, b) => a - b)
  for await (const event of events) {
    for (const seq of due(event.seq)) {
      owed.delete(seq)
      const excuse = await reader.at(seq)
      if (excuse) yield excuse
    }
    owed.delete(event.seq)
    for (const by of excusesOf(event)) owed.add(by)
    yield event
  }
  for (const seq of due(below)) {
    const excuse = await reader.at(seq)
    if (excuse) yield excuse
  }
}

const excusesOf = (event: StoredEvent): readonly number[] =>
  event.state === 'pruned' ? [event.by] : event.slots.flatMap((slot) => (slot.state === 'erased' ? [slot.by] : []))
