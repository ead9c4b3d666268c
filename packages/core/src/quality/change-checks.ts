import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import { sameValue } from '../diff/same-value.ts'
import type { Change } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import { pointerToken } from '../event/pointer.ts'
import { languageFor } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { predicateOf } from '../sentence/predicate.ts'
import { wordsOf } from '../sentence/words.ts'
import type { Weakness } from './defect.ts'
import { holdsMask } from './masks.ts'
import { misspeltStatus } from './misspelt-status.ts'

/** What changed, from what to what. Only actions that succeeded must say it. */
export function weakChanges(event: PartialEvent, catalogue: CompiledCatalogue, locale: string): readonly Weakness[] {
  const { action = '', changes = [] } = event
  const weak: Weakness[] = []
  const predicate = predicateOf(action, undefined, languageFor(locale))
  const hidden = event.hidden?.some(({ slot }) => slot === 'chg' || slot.startsWith('chg/')) === true
  const succeeded = event.outcome === undefined || event.outcome === 'success'
  const saysChange = predicate.plain || /_(?:changed|updated|edited|modified)$/.test(action)
  if (saysChange && succeeded && changes.length === 0 && !hidden) weak.push({ name: 'no_change_named' })
  const expected = new Set((catalogue.action(action)?.expects ?? []).map((one) => one.replace(/^changes\./, '')))
  changes.forEach((change, index) => {
    const declared = catalogue.field(kindChanged(event), change.field)
    const isStatus = declared?.kind === 'status' || (declared?.kind === undefined && statusName.test(change.field))
    const needsBoth = !predicate.creating && (isStatus || expected.has(change.field) || /_changed$/.test(action))
    const values = { field: change.label ?? declared?.label ?? wordsOf(change.field) }
    const found = (name: Weakness['name'], more: { readonly [name: string]: string } = {}) =>
      weak.push({ name, pointer: `/changes${pointerToken(index)}`, values: { ...values, ...more } })

    if (isSecret(change)) found('sensitive_in_clear', { where: values.field })
    if (change.treated === 'omit' || change.treated === 'secret') return
    const neither = change.before === undefined && change.after === undefined
    const isSet = predicate.base === 'grant' || predicate.base === 'assign' || predicate.base === 'set'
    if (change.before === undefined && (neither || (needsBoth && succeeded && !isSet && !predicate.silent))) found('no_before')
    if (change.after === undefined && (neither || (needsBoth && succeeded && !takesAway.test(action)))) found('no_after')
    if (change.treated !== undefined || change.before === undefined || change.after === undefined) return
    if (sameValue(change.before, change.after, declared)) found('nothing_changed')
    const declaredStatus = declared?.kind === 'status' && misspeltStatus(change.after, declared.sequence ?? [])
    if (declaredStatus) found('misspelt_status', { declared: declaredStatus })
  })
  return weak
}

const statusName = /(?:^|[_\-.])(?:status|state|stage)$/i
const takesAway = /[._](?:deleted|removed|cleared|revoked|unassigned|merged|purged|archived|unset|reset)$/

/** The net caught it: the producer sent a secret in a field that nobody declared as one. */
const isSecret = (change: Change): boolean => change.treated === 'secret' || holdsMask(change.before) || holdsMask(change.after)
