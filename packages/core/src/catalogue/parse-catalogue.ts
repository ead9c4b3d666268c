import { decisions } from '../event/event.ts'
import { compileTemplate } from '../messages/template.ts'
import { actionPattern } from './action-name.ts'
import {
  type ActionDeclaration,
  actionReasons,
  type Catalogue,
  deliveries,
  type Expectation,
  expectations,
  type FieldDeclaration,
  fieldKinds,
  modes,
  type NotLogged,
  type ObjectDeclaration,
  purposes,
  sensitivities,
  severities,
  treatments,
  type WorkflowDeclaration,
} from './catalogue.ts'
import { isDateDuration } from './duration.ts'
import { choice, distinctTexts, entries, items, members, type Place, refuse, required, text, truth } from './reading.ts'

/** What one catalogue may hold. Over a limit is refused with a pointer. */
export const catalogueLimits = {
  objects: 500,
  fieldsPerObject: 1_000,
  actions: 5_000,
  workflows: 200,
  listItems: 200,
  nameLength: 128,
  labelLength: 200,
  sentenceLength: 2_000,
  textLength: 1_000,
  keep: 8,
} as const

const { nameLength, labelLength, sentenceLength, textLength, listItems } = catalogueLimits
const objectTypePattern = /^[A-Za-z][A-Za-z0-9_-]*$/
const businessCategories = ['security', 'data', 'workflow', 'access', 'system'] as const

/**
 * Reads a catalogue from JSON that somebody pushed, strictly: unknown members, wrong types, sentences that are no ICU
 * MessageFormat and anything over a limit throw a `Refusal` (`bad_catalogue`) with an RFC 6901 pointer to the first
 * fault. Returns plain data with the declared members only. What is merely unwise is left to `checkCatalogue`.
 */
export function parseCatalogue(value: unknown): Catalogue {
  const root: Place = { value, pointer: '' }
  const { mode, objects, actions, workflows, notLogged } = members(root, 'A catalogue', [
    'mode',
    'objects',
    'actions',
    'workflows',
    'notLogged',
  ])
  return {
    ...(mode && { mode: choice(mode, modes) }),
    objects: readMap(required(objects, root, 'objects'), 'objects', catalogueLimits.objects, objectTypeFits, readObject),
    actions: readMap(required(actions, root, 'actions'), 'actions', catalogueLimits.actions, actionFits, readAction),
    ...(workflows && { workflows: readMap(workflows, 'workflows', catalogueLimits.workflows, objectTypeFits, readWorkflow) }),
    ...(notLogged && { notLogged: items(notLogged, listItems).map(readNotLogged) }),
  }
}

interface NameRule {
  readonly fits: (name: string) => boolean
  readonly must: string
}
const objectTypeFits: NameRule = {
  fits: (name) => name.length <= nameLength && objectTypePattern.test(name),
  must: 'A type is named by a letter and then letters, digits, "_" or "-", at most 128 of them.',
}
const actionFits: NameRule = {
  fits: (name) => name.length <= nameLength && actionPattern.test(name) && !name.startsWith('trail.'),
  must: 'An action is written object.past_tense_verb, in lower case, at most 128 characters; trail.… belongs to Daybook.',
}
const fieldFits: NameRule = {
  fits: (name) => name.trim() !== '' && name.length <= nameLength && name.isWellFormed() && !name.includes('\0'),
  must: 'A field is named as in the changes of its events: 1 to 128 characters.',
}

function readMap<T>(
  place: Place,
  what: string,
  most: number,
  rule: NameRule,
  read: (place: Place) => T,
): { readonly [name: string]: T } {
  return Object.fromEntries(entries(place, `"${what}"`, most, rule.fits, rule.must).map(([name, one]) => [name, read(one)]))
}

function readObject(place: Place): ObjectDeclaration {
  const { label, name, fields } = members(place, 'An object type', ['label', 'name', 'fields'])
  return {
    label: text(required(label, place, 'label'), labelLength),
    ...(name && { name: message(name, labelLength) }),
    ...(fields && { fields: readMap(fields, 'fields', catalogueLimits.fieldsPerObject, fieldFits, readField) }),
  }
}

const fieldMembers = [
  'label',
  'kind',
  'sequence',
  'currency',
  'key',
  'treatment',
  'keep',
  'personal',
  'readers',
  'justification',
] as const

function readField(place: Place): FieldDeclaration {
  const { label, kind, sequence, currency, key, treatment, keep, personal, readers, justification } = members(
    place,
    'A field',
    fieldMembers,
  )
  return {
    ...(label && { label: text(label, labelLength) }),
    ...(kind && { kind: choice(kind, fieldKinds) }),
    ...(sequence && { sequence: distinctTexts(sequence, listItems, labelLength) }),
    ...(currency && { currency: text(currency, 3, /^[A-Z]{3}$/, 'A currency is its ISO 4217 code, like EUR.') }),
    ...(key && { key: text(key, nameLength) }),
    ...(treatment && { treatment: choice(treatment, treatments) }),
    ...(keep && { keep: readKeep(keep) }),
    ...(personal && { personal: truth(personal) }),
    ...(readers && { readers: distinctTexts(readers, listItems, labelLength) }),
    ...(justification && { justification: text(justification, textLength) }),
  }
}

function readKeep(place: Place): number {
  const { value } = place
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= catalogueLimits.keep
  return fits ? value : refuse(place, `This must be a whole number from 0 to ${catalogueLimits.keep}: more would hide nothing.`)
}

const actionMembers = [
  ...(['category', 'sentence', 'words', 'expects', 'reason', 'sensitivity', 'severity', 'retain'] as const),
  ...(['readers', 'allowedRoles', 'why', 'delivery', 'decision'] as const),
] as const

function readAction(place: Place): ActionDeclaration {
  const { category, sentence, words, expects, reason, sensitivity, severity, ...more } = members(
    place,
    'An action',
    actionMembers,
  )
  const { retain, readers, allowedRoles, why, delivery, decision } = more
  return {
    category: choice(required(category, place, 'category'), businessCategories),
    ...(sentence && { sentence: message(sentence, sentenceLength) }),
    ...(words && { words: text(words, labelLength) }),
    ...(expects && { expects: items(expects, listItems).map(readExpectation) }),
    ...(reason && { reason: choice(reason, actionReasons) }),
    ...(sensitivity && { sensitivity: choice(sensitivity, sensitivities) }),
    ...(severity && { severity: choice(severity, severities) }),
    ...(retain && { retain: duration(retain) }),
    ...(readers && { readers: distinctTexts(readers, listItems, labelLength) }),
    ...(allowedRoles && { allowedRoles: distinctTexts(allowedRoles, listItems, labelLength) }),
    ...(why && { why: choice(why, purposes) }),
    ...(delivery && { delivery: choice(delivery, deliveries) }),
    ...(decision && { decision: choice(decision, decisions) }),
  }
}

function readExpectation(place: Place): Expectation {
  const value = text(place, nameLength + 'changes.'.length)
  const fits = expectations.some((one) => one === value) || /^(?:changes|related)\..+$/.test(value)
  return fits
    ? (value as Expectation)
    : refuse(place, `This must be one of: ${expectations.join(', ')}, changes.<field>, related.<relation>.`)
}

function readWorkflow(place: Place): WorkflowDeclaration {
  const { steps, dueWithin, fourEyes } = members(place, 'A workflow', ['steps', 'dueWithin', 'fourEyes'])
  return {
    steps: distinctTexts(required(steps, place, 'steps'), listItems, labelLength),
    ...(dueWithin && { dueWithin: duration(dueWithin) }),
    ...(fourEyes && { fourEyes: items(fourEyes, listItems).map(readPair) }),
  }
}

function readPair(place: Place): readonly [string, string] {
  const [first, second, third] = items(place, 2)
  if (first === undefined || second === undefined || third !== undefined) return refuse(place, 'This must be a pair of steps.')
  return [text(first, labelLength), text(second, labelLength)]
}

function readNotLogged(place: Place): NotLogged {
  const { action, because } = members(place, 'An action that is not logged', ['action', 'because'])
  return {
    action: text(required(action, place, 'action'), nameLength, actionPattern, actionFits.must),
    because: text(required(because, place, 'because'), textLength),
  }
}

function duration(place: Place): string {
  const value = text(place, 32)
  return isDateDuration(value)
    ? value
    : refuse(place, 'This must be an ISO 8601 duration of years, months, weeks or days, like P7Y.')
}

function message(place: Place, most: number): string {
  const value = text(place, most)
  const template = compileTemplate(value, 'en')
  return 'fault' in template
    ? refuse(place, `This must be an ICU MessageFormat message; the parser says ${template.fault}.`)
    : value
}
