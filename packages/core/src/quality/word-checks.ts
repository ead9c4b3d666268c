import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { Language } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { actionFacts } from './action-facts.ts'
import type { Weakness } from './defect.ts'
import { isGenericName } from './generic-words.ts'
import { holdsMask } from './masks.ts'

/** Words that name no business: generic, technical, or nothing at all. Adds what it finds. */
export function weakWords(event: PartialEvent, catalogue: CompiledCatalogue, language: Language, weak: Weakness[]): void {
  const { action = '', object, reason, count, batch } = event
  const { places } = language.messages
  const facts = actionFacts(action, language)
  // Imports, runs and exports are about a batch or a count; somebody signing in is about nobody else.
  if (object === undefined && count === undefined && batch === undefined && facts.needsObject) weak.push({ name: 'no_object' })
  if (facts.isGeneric && !saysWhatItMeans(action, catalogue))
    weak.push({ name: 'generic_words', pointer: '/action', values: { where: places.action } })
  else if (object?.name !== undefined && isGenericName(object.name))
    weak.push({ name: 'generic_words', pointer: '/object/name', values: { where: places.object } })
  const technical = technicalPart(event, facts.isTechnical)
  if (technical) weak.push({ name: 'technical_noise', pointer: technicalPlaces[technical], values: { where: places[technical] } })
  if (holdsMask(reason)) weak.push({ name: 'sensitive_in_clear', pointer: '/reason', values: { where: places.reason } })
  if (holdsMask(event.context)) weak.push({ name: 'sensitive_in_clear', pointer: '/context', values: { where: places.context } })
}

/** A catalogue that gives the action a sentence has said what it means. */
const saysWhatItMeans = (action: string, catalogue: CompiledCatalogue): boolean =>
  catalogue.declares(action) && catalogue.action(action)?.sentence !== undefined

const technicalPlaces = { action: '/action', reason: '/reason', object: '/object/name', technicalFields: '/changes' } as const

function technicalPart(
  { object, reason, changes }: PartialEvent,
  isTechnicalAction: boolean,
): keyof typeof technicalPlaces | undefined {
  if (isTechnicalAction) return 'action'
  if (reason !== undefined && technicalText.test(reason)) return 'reason'
  if (object?.name !== undefined && technicalText.test(object.name)) return 'object'
  const areTechnical = changes && changes.length > 0 && changes.every(({ field }) => technicalFields.test(field))
  return areTechnical ? 'technicalFields' : undefined
}

const technicalText =
  /^\s*(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(?:https?:\/)?\/|\b(?:returned|responded|status(?: code)?)\s*[:=]?\s*[1-5]\d\d\b|^\s*(?:INSERT INTO|UPDATE \w+ SET|DELETE FROM|SELECT )|\bat \S+ \(?\S+:\d+:\d+\)?|Traceback \(most recent/i
const technicalFields =
  /^(?:(?:last_?)?(?:updated|modified|synced|touched|seen)(?:_?(?:at|on|by|date|time))?|date_?modified|created_?at|row_?version|lock_?version|version_?(?:id|no)?|e_?tag|rev(?:ision)?|checksum|hash|search_?vector|tsv|_\w+)$/i
