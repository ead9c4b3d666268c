import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import { languageFor } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { predicateOf } from '../sentence/predicate.ts'
import type { Weakness } from './defect.ts'
import { isGenericAction, isGenericName } from './generic-words.ts'
import { holdsMask } from './masks.ts'

/** Words that name no business: generic, technical, or nothing at all. */
export function weakWords(event: PartialEvent, catalogue: CompiledCatalogue, locale: string): readonly Weakness[] {
  const { action = '', object, reason, changes = [] } = event
  const { places } = languageFor(locale).messages
  const weak: Weakness[] = []
  // a catalogue that gives the action a sentence has said what it means
  const saidOtherwise = catalogue.declares(action) && catalogue.action(action)?.sentence !== undefined
  if (lacksObject(event, locale)) weak.push({ name: 'no_object' })
  const generic =
    isGenericAction(action) && !saidOtherwise
      ? places.action
      : object?.name !== undefined && isGenericName(object.name)
        ? places.object
        : undefined
  if (generic)
    weak.push({
      name: 'generic_words',
      pointer: generic === places.action ? '/action' : '/object/name',
      values: { where: generic },
    })
  const technical = technicalActions.test(action)
    ? { where: places.action, pointer: '/action' }
    : reason !== undefined && technicalText.test(reason)
      ? { where: places.reason, pointer: '/reason' }
      : object?.name !== undefined && technicalText.test(object.name)
        ? { where: places.object, pointer: '/object/name' }
        : changes.length > 0 && changes.every(({ field }) => technicalFields.test(field))
          ? { where: places.technicalFields, pointer: '/changes' }
          : undefined
  if (technical) weak.push({ name: 'technical_noise', pointer: technical.pointer, values: { where: technical.where } })
  if (holdsMask(reason)) weak.push({ name: 'sensitive_in_clear', pointer: '/reason', values: { where: places.reason } })
  if (holdsMask(event.context)) weak.push({ name: 'sensitive_in_clear', pointer: '/context', values: { where: places.context } })
  return weak
}

/** Imports, runs and exports are about a batch or a count; somebody signing in is about nobody else. */
function lacksObject(event: PartialEvent, locale: string): boolean {
  if (event.object !== undefined || event.count !== undefined || event.batch !== undefined) return false
  const { done, words } = predicateOf(event.action ?? '', undefined, languageFor(locale))
  return done.includes('{object}') && !selfMade.test(event.action ?? '') && words !== ''
}

const selfMade = /[._](?:sign|log)(?:ed)?_?(?:in|out|up)(?:_\w+)?$|[._]mfa_\w+$/

const technicalActions =
  /^(?:http|request|api|db|database|sql|cache|queue|server|cron|debug|log|trace|metric|health\w*)\.|[._](?:http_\w+|heartbeat|retried|cached|timed_out|polled|pinged)$/
const technicalText =
  /^\s*(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(?:https?:\/)?\/|\b(?:returned|responded|status(?: code)?)\s*[:=]?\s*[1-5]\d\d\b|^\s*(?:INSERT INTO|UPDATE \w+ SET|DELETE FROM|SELECT )|\bat \S+ \(?\S+:\d+:\d+\)?|Traceback \(most recent/i
const technicalFields =
  /^(?:(?:last_?)?(?:updated|modified|synced|touched|seen)(?:_?(?:at|on|by|date|time))?|date_?modified|created_?at|row_?version|lock_?version|version_?(?:id|no)?|e_?tag|rev(?:ision)?|checksum|hash|search_?vector|tsv|_\w+)$/i
