import { pointerToken } from '../event/pointer.ts'
import { languageFor, type Messages } from '../messages/languages.ts'
import { phrase } from '../messages/phrase.ts'
import type { ActionDeclaration, Catalogue, FieldDeclaration, ObjectDeclaration, Treatment } from './catalogue.ts'

/** One difference between two versions of a catalogue. */
export interface CatalogueChange {
  readonly name: Exclude<keyof Messages['catalogueChanges'], 'plain'>
  /** RFC 6901, into the newer catalogue, or into the older one for what is gone. */
  readonly pointer: string
  /** Events that were fine may now be refused or marked, or values that were hidden may now be shown. */
  readonly breaking: boolean
  readonly sentence: string
}

/** What differs between two versions, object types first, then actions and workflows, each in its catalogue's order. */
export function diffCatalogues(older: Catalogue, newer: Catalogue, locale = 'en'): readonly CatalogueChange[] {
  const changes: CatalogueChange[] = []
  const texts = languageFor(locale).messages.catalogueChanges
  const tell: Tell = (name, pointer, breaking, values = {}) => {
    changes.push({ name, pointer, breaking, sentence: phrase(texts[name], values, locale) })
  }
  const [was, is] = [older.mode ?? 'open', newer.mode ?? 'open']
  if (was !== is) tell(is === 'strict' ? 'mode_strict' : 'mode_open', '/mode', is === 'strict')
  diffObjects(older, newer, tell, texts.plain)
  diffActions(older, newer, tell)
  diffWorkflows(older, newer, tell)
  if (!same(older.notLogged ?? [], newer.notLogged ?? [])) tell('not_logged_changed', '/notLogged', false)
  return changes
}

type Tell = (
  name: CatalogueChange['name'],
  pointer: string,
  breaking: boolean,
  values?: { readonly [name: string]: string },
) => void

function diffObjects(older: Catalogue, newer: Catalogue, tell: Tell, plain: string): void {
  forEachPair(older.objects, newer.objects, (type, was, is) => {
    const pointer = `/objects${pointerToken(type)}`
    if (!was) return tell('object_added', pointer, false, { type })
    if (!is) return tell('object_removed', pointer, true, { type })
    for (const member of ['label', 'name'] as const) {
      if (was[member] !== is[member]) tell('object_changed', `${pointer}/${member}`, false, { type, member })
    }
    diffFields(type, was, is, tell, plain)
  })
}

function diffFields(type: string, older: ObjectDeclaration, newer: ObjectDeclaration, tell: Tell, plain: string): void {
  forEachPair(older.fields ?? {}, newer.fields ?? {}, (field, was, is) => {
    const pointer = `/objects${pointerToken(type)}/fields${pointerToken(field)}`
    if (!was) return tell('field_added', pointer, false, { type, field })
    if (!is) return tell('field_removed', pointer, true, { type, field })
    for (const member of differing(was, is)) {
      if (member !== 'treatment')
        tell('field_changed', `${pointer}/${member}`, fieldBreaks(member, was, is), { type, field, member })
    }
    if (was.treatment === is.treatment) return
    const looser = shown.indexOf(is.treatment) > shown.indexOf(was.treatment)
    const values = { type, field, before: was.treatment ?? plain, after: is.treatment ?? plain }
    tell(looser ? 'treatment_looser' : 'treatment_stricter', `${pointer}/treatment`, looser, values)
  })
}

/** What a treatment shows of a value, least first. */
const shown: readonly (Treatment | undefined)[] = ['omit', 'encrypt', 'tokenize', 'mask', undefined]

/** Values of one kind do not read as another; more readers, a longer rest of a mask, or less erasable data expose values. */
function fieldBreaks(member: string, was: FieldDeclaration, is: FieldDeclaration): boolean {
  switch (member) {
    case 'kind':
    case 'key':
    case 'currency':
      return true
    case 'keep':
      return (is.keep ?? 0) > (was.keep ?? 0)
    case 'personal':
      return was.personal === true
    case 'readers':
      return was.readers !== undefined && (is.readers === undefined || is.readers.some((role) => !was.readers?.includes(role)))
    default:
      return false
  }
}

function diffActions(older: Catalogue, newer: Catalogue, tell: Tell): void {
  forEachPair(older.actions, newer.actions, (action, was, is) => {
    const pointer = `/actions${pointerToken(action)}`
    if (!was) return tell('action_added', pointer, false, { action })
    if (!is) return tell('action_removed', pointer, true, { action })
    for (const member of differing(was, is)) {
      if (member === 'reason')
        tell(is.reason === 'required' ? 'reason_required' : 'reason_optional', `${pointer}/reason`, is.reason === 'required', {
          action,
        })
      else if (member === 'expects') diffExpectations(action, was, is, pointer, tell)
      else
        tell('action_changed', `${pointer}/${member}`, ['category', 'readers', 'allowedRoles', 'retain'].includes(member), {
          action,
          member,
        })
    }
  })
}

function diffExpectations(action: string, was: ActionDeclaration, is: ActionDeclaration, pointer: string, tell: Tell): void {
  const [before, after] = [was.expects ?? [], is.expects ?? []]
  for (const expected of after)
    if (!before.includes(expected)) tell('expectation_added', `${pointer}/expects`, true, { action, expected })
  for (const expected of before)
    if (!after.includes(expected)) tell('expectation_removed', `${pointer}/expects`, false, { action, expected })
}

function diffWorkflows(older: Catalogue, newer: Catalogue, tell: Tell): void {
  forEachPair(older.workflows ?? {}, newer.workflows ?? {}, (workflow, was, is) => {
    const pointer = `/workflows${pointerToken(workflow)}`
    if (!was) return tell('workflow_added', pointer, false, { workflow })
    if (!is) return tell('workflow_removed', pointer, true, { workflow })
    for (const member of differing(was, is))
      tell('workflow_changed', `${pointer}/${member}`, member === 'steps', { workflow, member })
  })
}

function forEachPair<T>(
  older: { readonly [name: string]: T },
  newer: { readonly [name: string]: T },
  each: (name: string, was: T | undefined, is: T | undefined) => void,
): void {
  for (const name of Object.keys(newer)) each(name, Object.hasOwn(older, name) ? older[name] : undefined, newer[name])
  for (const name of Object.keys(older)) if (!Object.hasOwn(newer, name)) each(name, older[name], undefined)
}

const differing = (was: object, is: object): readonly string[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (member) => !same(Reflect.get(was, member), Reflect.get(is, member)),
  )

/** Declarations hold texts, numbers, booleans and lists: their JSON tells them apart. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
