import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import { actorTypes, type Json } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import { pointerToken } from '../event/pointer.ts'
import type { Language } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { wordsOf } from '../sentence/words.ts'
import type { Weakness } from './defect.ts'
import { isHidden } from './is-hidden.ts'

/** Ids where people need names: of the actor, the records, the customer, and as values of fields that name somebody. Adds what it finds. */
export function bareIds(event: PartialEvent, catalogue: CompiledCatalogue, language: Language, weak: Weakness[]): void {
  const { places } = language.messages
  const { actor, object, related, customer, changes } = event
  if (actor && actor.type !== 'unknown' && actor.type !== 'system' && !isHidden(event, 'actor')) {
    if (lacksName(actor.name, actor.id)) weak.push(bare(places.actor, '/actor'))
    if (actor.onBehalfOf && lacksName(actor.onBehalfOf.name, actor.onBehalfOf.id))
      weak.push(bare(places.actingFor, '/actor/onBehalfOf'))
  }
  if (object && !isHidden(event, 'object') && lacksRecordName(object, catalogue)) weak.push(bare(places.object, '/object'))
  if (related && !isHidden(event, 'related'))
    related.forEach((other, index) => {
      if (lacksRecordName(other, catalogue)) weak.push(bare(places.related, `/related${pointerToken(index)}`))
    })
  if (customer && !isHidden(event, 'customer') && lacksName(customer.name, customer.id))
    weak.push(bare(places.customer, '/customer'))
  if (!changes) return
  const type = kindChanged(event)
  changes.forEach((change, index) => {
    const kind = catalogue.field(type, change.field)?.kind
    const names = kind === 'owner' || kind === 'reference' || kind === 'permission'
    if (!names || change.treated !== undefined) return
    if (isIdValue(change.before) || isIdValue(change.after))
      weak.push(bare(change.label ?? wordsOf(change.field), `/changes${pointerToken(index)}`))
  })
}

const bare = (where: string, pointer: string): Weakness => ({ name: 'id_for_name', pointer, values: { where } })

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

/** Numbers, UUIDs, hexadecimal, ULIDs, `usr_7`, `c-12`, `cus_9sKx82kd`. One expression: each by itself costs as much as all. */
const idShape =
  /^(?:\d+|[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}|[\da-fA-F]{16,}|[\dA-HJKMNP-TV-Z]{26}|[a-z]{1,12}[_:]\d+|[a-z]{1,2}-?\d+|[a-z]{1,8}_[A-Za-z\d]{8,})$/

const looksLikeId = (text: string): boolean => {
  const bare = text.trim()
  // As nearly all names have one, and no id.
  return !bare.includes(' ') && idShape.test(bare)
}

const isIdValue = (value: Json | undefined): boolean =>
  typeof value === 'number' || (typeof value === 'string' && looksLikeId(value))
