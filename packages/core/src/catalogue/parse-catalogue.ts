import { actionPattern } from './action-name.ts'
import {
  type Catalogue,
  type FieldDeclaration,
  fieldKinds,
  modes,
  type NotLogged,
  type ObjectDeclaration,
  treatments,
  type WorkflowDeclaration,
} from './catalogue.ts'
import { catalogueLimits } from './catalogue-limits.ts'
import { readAction } from './read-action.ts'
import {
  choice,
  distinctTexts,
  duration,
  entries,
  items,
  members,
  message,
  type Place,
  refuse,
  required,
  text,
  truth,
} from './reading.ts'

const { nameLength, labelLength, textLength, listItems } = catalogueLimits
const objectTypePattern = /^[A-Za-z][A-Za-z0-9_-]*$/

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
