import { readFileSync } from 'node:fs'
import { type EventWithProof, isMalformed, parseTlogProof, type Report, type SlotState, verifyEvent } from '@daybook/core'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { CommandFailure } from '../failure.ts'
import { readText } from './read-kept.ts'
import type { VerifyRequest } from './verify-what.ts'

/** A `.tlog-proof`, or the JSON that the server answers as an event's proof. */
export function isProofFile(path: string): boolean {
  const start = readFileSync(path).subarray(0, 64).toString('latin1')
  return start.startsWith('c2sp.org/tlog-proof@') || start.trimStart().startsWith('{')
}

/** One event by itself: its values, its record, its place in the log. */
export function verifyProofFile({ what, policy, eventFile }: VerifyRequest): Report {
  const text = readText(what)
  if (!text.startsWith('c2sp.org/')) return verifyEvent(withProof(readEvent(what, text)), policy, nodeCrypto)
  if (eventFile === undefined) {
    throw new CommandFailure('no_event', `${what} proves the place of an event, but not what it says.`, {
      todo: 'Give the event too: --event FILE, its line of events.ndjson or the answer of …/events/<id>/proof.',
    })
  }
  const event = eventAt(eventFile, text)
  return verifyEvent({ ...event, proof: text }, policy, nodeCrypto)
}

interface EventText {
  readonly seq?: number
  readonly slots: readonly SlotState[]
  readonly proof?: string
  readonly record?: string
  readonly hash?: string
}

function withProof(event: EventText): EventWithProof {
  const { proof } = event
  if (typeof proof === 'string') return { ...event, proof }
  throw new CommandFailure('no_proof', 'The event comes without its proof.', { todo: 'Ask for it: GET …/events/<id>/proof.' })
}

/** Of a file with one event that event, of many lines the one at the proof's position. */
function eventAt(path: string, proofText: string): EventText {
  const lines = readText(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
  if (lines.length <= 1) return readEvent(path, lines[0] ?? '')
  const proof = parseTlogProof(proofText)
  const index = isMalformed(proof) ? -1 : proof.index
  const found = lines.map((line) => readEvent(path, line)).find(({ seq }) => seq === index)
  if (found !== undefined) return found
  throw new CommandFailure('no_event', `${path} does not hold the event of position ${index}.`, {
    todo: 'Take the line from the export that the proof came with.',
  })
}

function readEvent(path: string, text: string): EventText {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'slots' in value && Array.isArray(value.slots)) {
      return { ...value, slots: value.slots.map(withState) }
    }
  } catch {
    // said below
  }
  throw new CommandFailure('not_an_event', `${path} holds no event with its slots.`, {
    todo: 'Take a line of events.ndjson, or the answer of …/events/<id>/proof.',
  })
}

/** A line of `events.ndjson` leaves out that a slot with a disclosure is disclosed. */
const withState = (slot: object): SlotState => ('disclosure' in slot ? { ...slot, state: 'disclosed' } : slot) as SlotState
