import type { FieldDeclaration } from '../catalogue/catalogue.ts'
import type { CompiledCatalogue, KnownAction } from '../catalogue/compile-catalogue.ts'
import { sameValue } from '../diff/same-value.ts'
import type { Change } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import { pointerToken } from '../event/pointer.ts'
import type { Language } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { wordsOf } from '../sentence/words.ts'
import { type ActionFacts, actionFacts } from './action-facts.ts'
import type { Weakness } from './defect.ts'
import { isHidden } from './is-hidden.ts'
import { holdsMask } from './masks.ts'
import { misspeltStatus } from './misspelt-status.ts'

/** What changed, from what to what. Only actions that succeeded must say it. Adds what it finds. */
export function weakChanges(event: PartialEvent, catalogue: CompiledCatalogue, language: Language, weak: Weakness[]): void {
  const { action = '', changes, outcome } = event
  const facts = actionFacts(action, language)
  const succeeded = outcome === undefined || outcome === 'success'
  if (changes === undefined || changes.length === 0) {
    if (facts.saysChange && succeeded && !isHidden(event, 'chg')) weak.push({ name: 'no_change_named' })
    return
  }
  const judging = { facts, succeeded, expected: expectedFields(catalogue.action(action)), weak }
  const type = kindChanged(event)
  changes.forEach((change, index) => {
    judge({ change, index, declared: catalogue.field(type, change.field) }, judging)
  })
}

interface Judged {
  readonly change: Change
  readonly index: number
  readonly declared: FieldDeclaration | undefined
}

interface Judging {
  readonly facts: ActionFacts
  readonly succeeded: boolean
  readonly expected: ReadonlySet<string>
  readonly weak: Weakness[]
}

function judge(judged: Judged, { facts, succeeded, expected, weak }: Judging): void {
  const { change, declared } = judged
  const { before, after, treated } = change
  if (isSecret(change)) weak.push(weakness(judged, 'sensitive_in_clear', { where: fieldWords(judged) }))
  if (treated === 'omit' || treated === 'secret') return
  const needsBoth =
    succeeded && !facts.creating && (isStatus(change, declared) || expected.has(change.field) || facts.saysValueChanged)
  const neither = before === undefined && after === undefined
  if (before === undefined && (neither || (needsBoth && !facts.gives && !facts.silent))) weak.push(weakness(judged, 'no_before'))
  if (after === undefined && (neither || (needsBoth && !facts.takesAway))) weak.push(weakness(judged, 'no_after'))
  if (treated !== undefined || before === undefined || after === undefined) return
  if (sameValue(before, after, declared)) weak.push(weakness(judged, 'nothing_changed'))
  const meant = declared?.kind === 'status' && misspeltStatus(after, declared.sequence ?? [])
  if (meant) weak.push(weakness(judged, 'misspelt_status', { declared: meant }))
}

const weakness = (judged: Judged, name: Weakness['name'], more?: Weakness['values']): Weakness => ({
  name,
  pointer: `/changes${pointerToken(judged.index)}`,
  values: { field: fieldWords(judged), ...more },
})

const fieldWords = ({ change, declared }: Judged): string => change.label ?? declared?.label ?? wordsOf(change.field)

const isStatus = ({ field }: Change, declared: FieldDeclaration | undefined): boolean =>
  declared?.kind === 'status' || (declared?.kind === undefined && statusName.test(field))

/** The fields that an action is declared to tell of, beside everything else that it is to carry. */
function expectedFields(declared: KnownAction | undefined): ReadonlySet<string> {
  if (declared?.expects === undefined) return noFields
  const known = expectedOf.get(declared)
  if (known !== undefined) return known
  const expected = new Set(declared.expects.map((one) => one.replace(/^changes\./, '')))
  expectedOf.set(declared, expected)
  return expected
}

const noFields: ReadonlySet<string> = new Set()
const expectedOf = new WeakMap<KnownAction, ReadonlySet<string>>()

const statusName = /(?:^|[_\-.])(?:status|state|stage)$/i

/** The net caught it: the producer sent a secret in a field that nobody declared as one. */
const isSecret = (change: Change): boolean => change.treated === 'secret' || holdsMask(change.before) || holdsMask(change.after)
