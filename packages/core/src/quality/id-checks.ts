import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import { actorTypes, type Json } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import { pointerToken } from '../event/pointer.ts'
import { languageFor } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { wordsOf } from '../sentence/words.ts'
import type { Weakness } from './defect.ts'

/** Ids where people need names: of the actor, the records, the customer, and as values of fields that name somebody. */
export function bareIds(event: PartialEvent, catalogue: CompiledCatalogue, locale: string): readonly Weakness[] {
  const { places } = languageFor(locale).messages
  const weak: Weakness[] = []
  const isHidden = (slot: string) => event.hidden?.some((hidden) => hidden.slot === slot) === true
  const bare = (where: string, pointer: string) => weak.push({ name: 'id_for_name', pointer, values: { where } })
  const { actor, object, customer } = event
  if (actor && actor.type !== 'unknown' && actor.type !== 'system' && !isHidden('actor')) {
    if (lacksName(actor.name, actor.id)) bare(places.actor, '/actor')
    if (actor.onBehalfOf && lacksName(actor.onBehalfOf.name, actor.onBehalfOf.id)) bare(places.actingFor, '/actor/onBehalfOf')
  }
  if (object && !isHidden('object') && lacksRecordName(object, catalogue)) bare(places.object, '/object')
  event.related?.forEach((related, index) => {
    if (!isHidden('related') && lacksRecordName(related, catalogue)) bare(places.related, `/related${pointerToken(index)}`)
  })
  if (customer && !isHidden('customer') && lacksName(customer.name, customer.id)) bare(places.customer, '/customer')
  event.changes?.forEach((change, index) => {
    const kind = catalogue.field(kindChanged(event), change.field)?.kind
    const names = kind === 'owner' || kind === 'reference' || kind === 'permission'
    if (!names || change.treated !== undefined) return
    if (isIdValue(change.before) || isIdValue(change.after))
      bare(change.label ?? wordsOf(change.field), `/changes${pointerToken(index)}`)
  })
  return weak
}

type NamedRef = { readonly type?: string | undefined; readonly id?: string | undefined; readonly name?: string | undefined }

/** A record reads well without a name, or by its id alone, where the catalogue says that this is how it is named; or where it is a person by a readable id. */
const lacksRecordName = ({ type, id, name }: NamedRef, catalogue: CompiledCatalogue): boolean => {
  const template = catalogue.object(type)?.name
  if (template !== undefined && (name === undefined || name === template.replaceAll('{id}', id ?? ''))) return false
  return name === undefined && !actorTypes.some((one) => one === type) ? true : lacksName(name, id)
}

/** No name, a name that looks like an id, or the id itself standing as the name, unless the id is a readable word. */
const lacksName = (name: string | undefined, id: string | undefined): boolean =>
  name === undefined || name.trim() === ''
    ? id === undefined || !readsWell(id)
    : looksLikeId(name) || (name === id && !readsWell(name))

/** "Person 0042", "maria@example.com": an id that people use as a name. */
const readsWell = (id: string): boolean => /\p{L}{2,}(?: |[^ ]*@)/u.test(id) && !looksLikeId(id)

const idShapes: readonly RegExp[] = [
  /^\d+$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^[0-9a-f]{16,}$/i,
  /^[0-9A-HJKMNP-TV-Z]{26}$/,
  /^[a-z]{1,12}[_:]\d+$/,
  /^[a-z]{1,2}-?\d+$/,
  /^[a-z]{1,8}_[A-Za-z0-9]{8,}$/,
]

const looksLikeId = (text: string): boolean => {
  const bare = text.trim()
  // As nearly all names have one, and no id.
  return !bare.includes(' ') && idShapes.some((shape) => shape.test(bare))
}

const isIdValue = (value: Json | undefined): boolean =>
  typeof value === 'number' || (typeof value === 'string' && looksLikeId(value))
