import { foldText } from './fold-text.ts'
import { idLine, idWords, type PutTerms, type Words, wordsIn } from './name-lines.ts'
import { RememberedParts } from './part-lines.ts'
import type { Searchable } from './query.ts'
import { Remembered, wordLines } from './word-lines.ts'

type Actor = NonNullable<Searchable['actor']>
type Source = NonNullable<Searchable['source']>
type Party = NonNullable<Searchable['customer']>

/** The terms of who acted, through what, of whom and for whom. Each is one of a few, and names stand in slots of their own. */
export class PartyTerms {
  readonly #words: Words
  readonly #actors: RememberedParts<Actor>
  readonly #actorNames: RememberedParts<Actor>
  readonly #sources = new RememberedParts<Source>((a, b) => a.type === b.type && a.name === b.name && a.id === b.id, sourceLines)
  readonly #organizations = new RememberedParts<Party>(isSameParty, organizationLines)
  readonly #customers = new Remembered(customerLines)

  constructor(words: Words) {
    this.#words = words
    this.#actors = new RememberedParts(isSameActor, (actor) => actorLines(actor, words))
    this.#actorNames = new RememberedParts(isNamedTheSame, (actor) => nameLines(actor, words))
  }

  coreLines({ actor, source, organization, customer }: Searchable): string {
    let lines = actor === undefined ? '' : this.#actors.of(actor.id ?? '', actor)
    lines += source === undefined ? '\ns!' : this.#sources.of(source.name ?? source.id ?? source.type ?? '', source)
    lines += organization === undefined ? '\ng!' : this.#organizations.of(organization.id ?? '', organization)
    return customer === undefined ? lines : lines + this.#customers.of(customer.id ?? '')
  }

  putNames({ actor, customer, source }: Searchable, put: PutTerms): void {
    if (actor !== undefined) put('actor', this.#actorLines(actor))
    if (customer?.name) put('customer', this.#words.cn.of(customer.name))
    if (source?.ip) put('net', idLine('ip', foldText(source.ip)))
  }

  #actorLines(actor: Actor): string {
    const { onBehalfOf } = actor
    const own = this.#actorNames.of(actor.name ?? '', actor)
    if (onBehalfOf === undefined) return own
    return own + wordsIn(this.#words.t, onBehalfOf.name) + wordsIn(this.#words.t, onBehalfOf.email)
  }
}

const names = (key: string, name: string | undefined): string => (name === undefined || name === '' ? '' : wordLines(key, name))

const isSameParty = (a: Party, b: Party): boolean => a.id === b.id && a.name === b.name

const organizationLines = ({ id, name }: Party): string => idLine('g', id) + names('gn', name)

const customerLines = (id: string): string => `\nc?${idLine('c', id)}${idWords(id)}`

function isSameActor(a: Actor, b: Actor): boolean {
  if (a.id !== b.id || a.type !== b.type || a.roles?.length !== b.roles?.length) return false
  if (a.roles !== undefined) for (let at = 0; at < a.roles.length; at++) if (a.roles[at] !== b.roles?.[at]) return false
  return true
}

function actorLines({ id, type, roles }: Actor, words: Words): string {
  let lines = idLine('a', id) + idLine('at', type)
  for (const role of roles ?? []) lines += wordsIn(words.ro, role)
  return type === 'integration' ? lines + idLine('ii', id) : lines
}

/** Apart from who it is on behalf of. */
const isNamedTheSame = (a: Actor, b: Actor): boolean => a.name === b.name && a.email === b.email && a.type === b.type

function nameLines({ type, name, email }: Actor, words: Words): string {
  let lines = names('an', name)
  if (type === 'integration') lines += names('im', name)
  if (email !== undefined) lines += idLine('ae', foldText(email)) + wordsIn(words.t, email)
  return lines
}

function sourceLines({ type, id, name }: Source): string {
  const lines = idLine('s', type) + idLine('si', id) + names('sn', name)
  return type === 'integration' ? lines + idLine('ii', id) + names('in', name) : lines
}
