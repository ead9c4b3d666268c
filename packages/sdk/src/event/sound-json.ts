import { createHash } from 'node:crypto'
import type { EventInput, Json } from '@daybook/core'

/** Bytes of UTF-8. What the recorder keeps to is a little under the server's limits, for what treatments and delivery add. */
const mostStringBytes = 60 * 1_024
const mostEventBytes = 252 * 1_024
/** How long texts may be, tried one after the other, until a large event fits. */
const shortest = 256
const thresholds = [mostStringBytes, 8 * 1_024, 1_024, shortest]

/**
 * An event that every text in it can be kept in: a NUL or half of a surrogate pair becomes U+FFFD (as it would on any wire),
 * a member name that no server takes is written in brackets, and a text too long for an event is replaced by its length and
 * SHA-256. So nobody can keep an action off the trail by what they type into it. The same object where nothing had to be.
 */
export function soundEvent(event: EventInput): EventInput {
  let sound: Json = event as unknown as Json
  for (const longest of thresholds) {
    const walk = new Walk(longest)
    sound = walk.value(sound, '')
    if (walk.size * 3 < mostEventBytes || Buffer.byteLength(JSON.stringify(sound)) <= mostEventBytes)
      return sound as unknown as EventInput
    if (walk.short > mostEventBytes) break
  }
  return withoutBulk(sound as unknown as EventInput)
}

/** Hundreds of kilobytes of small things. Who did what to which record is still worth having, and which fields changed. */
function withoutBulk({ changes, context: _, batch, related, ...rest }: EventInput): EventInput {
  const note = { notRecorded: 'too large for one event', changes: changes?.length ?? 0, related: related?.length ?? 0 }
  const named = changes?.map(({ field }) => ({ field, treated: 'omit' as const }))
  const fits = named !== undefined && Buffer.byteLength(JSON.stringify(named)) < mostEventBytes / 2
  return { ...rest, ...(fits ? { changes: named } : {}), ...(batch ? { batch: { id: batch.id } } : {}), context: note }
}

/** Names that the recorder writes itself, which are most of an event's. */
const ownNames: ReadonlySet<string> = new Set(
  'id action occurredAt actor source object related organization customer workflow batch changes outcome reason causedBy correlationId context type name email roles url ip userAgent requestId field label before after'.split(
    ' ',
  ),
)

const isSoundText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

class Walk {
  /** Roughly how many characters the JSON has. */
  size = 0
  /** That part of them which is in texts and names too short to be replaced. */
  short = 0
  readonly #longest: number

  constructor(longest: number) {
    this.#longest = longest
  }

  value(value: Json, name: string): Json {
    if (typeof value === 'string') return this.#text(value)
    if (typeof value !== 'object' || value === null) {
      this.size += 20
      return value
    }
    return Array.isArray(value) ? this.#items(value) : this.#members(value as { readonly [name: string]: Json }, name)
  }

  #text(text: string): string {
    const sound = isSoundText(text) ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
    // three bytes for a unit are the most that UTF-8 takes
    const kept = sound.length * 3 > this.#longest && Buffer.byteLength(sound) > this.#longest ? reference(sound) : sound
    this.size += kept.length + 4
    if (kept.length < shortest) this.short += kept.length + 3
    return kept
  }

  #items(list: readonly Json[]): Json {
    let copy: Json[] | undefined
    for (let i = 0; i < list.length; i++) {
      const item = list[i] as Json
      const sound = this.value(item, '')
      if (sound === item) continue
      copy ??= [...list]
      copy[i] = sound
    }
    return copy ?? list
  }

  #members(object: { readonly [name: string]: Json }, under: string): Json {
    for (const name in object) {
      const value = object[name] as Json
      const isSoundName = ownNames.has(name) || this.#name(name, under) === name
      if (!isSoundName || this.value(value, name) !== value) return this.#rebuilt(object, under)
    }
    return object
  }

  #rebuilt(object: { readonly [name: string]: Json }, under: string): Json {
    return Object.fromEntries(Object.entries(object).map(([name, value]) => [this.#name(name, under), this.value(value, name)]))
  }

  #name(name: string, under: string): string {
    const isForbidden = name === '__proto__' || (name === 'prototype' && under === 'constructor')
    return isForbidden ? `[${name}]` : this.#text(name)
  }
}

const reference = (text: string): string =>
  `[not kept: a text of ${Buffer.byteLength(text)} bytes, SHA-256 ${createHash('sha256').update(text).digest('hex')}]`
