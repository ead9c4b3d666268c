import { subjectOfAction } from '../catalogue/action-name.ts'
import type { ActionDeclaration, Catalogue, FieldDeclaration } from '../catalogue/catalogue.ts'
import { type CompiledCatalogue, compileCatalogue } from '../catalogue/compile-catalogue.ts'
import type { Change, Json } from '../event/event.ts'
import { templateOf } from '../messages/template.ts'
import { fieldKey } from './change-parts.ts'
import { namedSide } from './named-change.ts'
import type { PartialEvent } from './part.ts'
import { renderSentence } from './render-sentence.ts'
import { wordsInside, wordsOf } from './words.ts'

/** The page that operations and engineering sign: per workflow and per kind of record, what is logged, and what is not. */
export interface PlanGroup {
  readonly kind: 'workflow' | 'object'
  readonly name: string
  readonly title: string
  /** Of a workflow: its steps in order. */
  readonly steps?: readonly string[]
  readonly entries: readonly PlanEntry[]
}

export type PlanEntry = LoggedEntry | NotLoggedEntry

export interface LoggedEntry {
  readonly logged: true
  readonly action: string
  /** How an event of this action will read, with invented names and values. */
  readonly example: string
  readonly declaration: ActionDeclaration
}

export interface NotLoggedEntry {
  readonly logged: false
  readonly action: string
  readonly because: string
}

/** The plan of a catalogue: its workflows first, then the other kinds of records, in the catalogue's order. */
export function planOf(catalogue: Catalogue, locale = 'en'): readonly PlanGroup[] {
  const compiled = compileCatalogue(catalogue)
  const entries = new Map<string, PlanEntry[]>()
  const put = (entry: PlanEntry) => {
    const name = subjectOfAction(entry.action)
    const group = entries.get(name)
    if (group) group.push(entry)
    else entries.set(name, [entry])
  }
  for (const [action, declaration] of Object.entries(catalogue.actions)) {
    put({
      logged: true,
      action,
      example: beginning(renderSentence(exampleEvent(action, declaration, compiled), compiled, locale)),
      declaration,
    })
  }
  for (const { action, because } of catalogue.notLogged ?? []) put({ logged: false, action, because })
  const order = [...Object.keys(catalogue.workflows ?? {}), ...Object.keys(catalogue.objects), ...entries.keys()]
  return [...new Set(order)].flatMap((name) => {
    const list = entries.get(name)
    return list === undefined ? [] : [group(name, list, catalogue)]
  })
}

function group(name: string, entries: readonly PlanEntry[], catalogue: Catalogue): PlanGroup {
  const workflow = catalogue.workflows && Object.hasOwn(catalogue.workflows, name) ? catalogue.workflows[name] : undefined
  const object = Object.hasOwn(catalogue.objects, name) ? catalogue.objects[name] : undefined
  return {
    kind: workflow ? 'workflow' : 'object',
    name,
    title: object?.label ?? wordsOf(name),
    ...(workflow ? { steps: workflow.steps } : {}),
    entries,
  }
}

/** An invented event that has everything its action expects. */
function exampleEvent(action: string, declaration: ActionDeclaration, catalogue: CompiledCatalogue): PartialEvent {
  const type = subjectOfAction(action)
  const expects = declaration.expects ?? []
  const related = expects.flatMap((one) => (one.startsWith('related.') ? [exampleRelated(one.slice('related.'.length))] : []))
  const changes = exampleChanges(type, declaration, catalogue)
  return {
    action,
    occurredAt: '2026-11-22T09:15:00.000Z',
    ...(declaration.category === 'system' ? bySystem : byPerson),
    object: exampleObject(type, catalogue),
    customer: { id: 'c_482', name: 'Jane Roe' },
    organization: { id: 'acme', name: 'Acme' },
    outcome: 'success',
    reason: 'the customer asked for it',
    ...(related.length > 0 ? { related } : {}),
    ...(changes.length > 0 ? { changes } : {}),
    ...(expects.includes('count') ? { count: 312 } : {}),
    ...(expects.includes('override') ? { override: { rule: 'floor', name: 'the pricing floor' } } : {}),
    ...(expects.includes('workflow') ? { workflow: { type, id: 'w_31', step: catalogue.workflow(type)?.steps[0] } } : {}),
    ...(expects.includes('batch') ? { batch: exampleBatch } : {}),
  }
}

const byPerson = {
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  source: { type: 'user_action', name: 'Back office' },
} as const

const bySystem = {
  actor: { type: 'automation', id: 'nightly', name: 'Nightly run' },
  source: { type: 'automation', id: 'nightly', name: 'Nightly run' },
} as const

/** “The vendor”, whose name is invented, at the beginning of a sentence. */
const beginning = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

const exampleBatch = {
  id: 'imp_42',
  file: { name: 'customers.csv' },
  rows: 312,
  claimed: { created: 12, updated: 297, unchanged: 0, failed: 3 },
} as const

const exampleRelated = (relation: string) => ({
  relation,
  type: relation,
  id: '7',
  name: `the ${wordsInside(wordsOf(relation))}`,
})

function exampleObject(type: string, catalogue: CompiledCatalogue): NonNullable<PartialEvent['object']> {
  const declared = catalogue.object(type)
  if (type === 'user') return { type, id: 'u_9', name: 'Jacob Miller' }
  return declared?.name === undefined
    ? { type, id: '1842', name: `the ${wordsInside(declared?.label ?? wordsOf(type))}` }
    : { type, id: '1842' }
}

function exampleChanges(type: string, declaration: ActionDeclaration, catalogue: CompiledCatalogue): readonly Change[] {
  const expects = declaration.expects ?? []
  const named = expects.flatMap((one) => (one.startsWith('changes.') ? [one.slice('changes.'.length)] : []))
  const fields =
    named.length > 0 || !expects.includes('changes')
      ? named
      : exampleFields(Object.keys(catalogue.object(type)?.fields ?? {}), declaration)
  return fields.map((field) => {
    const declared = catalogue.field(type, field)
    if (declared?.treatment === 'omit') return { field, treated: 'omit' }
    const [before, after] = exampleValues(declared)
    return { field, before, after }
  })
}

/** The fields that the sentence itself names, and one that it lists; else the first two. */
function exampleFields(fields: readonly string[], { sentence }: ActionDeclaration): readonly string[] {
  const template = sentence === undefined ? undefined : templateOf(sentence, 'en')
  const names = template === undefined || 'fault' in template ? [] : [...template.names]
  const keys = new Set(names.flatMap((name) => namedSide(name)?.field ?? []))
  const named = fields.filter((field) => keys.has(fieldKey(field)))
  return named.length === 0 ? fields.slice(0, 2) : [...named, ...fields.filter((field) => !named.includes(field)).slice(0, 1)]
}

function exampleValues(field: FieldDeclaration | undefined): readonly [before: Json, after: Json] {
  switch (field?.kind) {
    case 'status':
      return [field.sequence?.[0] ?? 'Open', field.sequence?.[1] ?? 'Done']
    case 'owner':
    case 'reference':
      return ['Bob Stone', 'Ana Silva']
    case 'permission':
      return ['Support Agent', 'Support Manager']
    case 'money':
      return ['1200.50', '1100.00']
    case 'number':
      return [12, 10]
    case 'date':
      return ['2026-11-01', '2026-12-01']
    case 'boolean':
      return [false, true]
    case 'list':
      return [['read'], ['read', 'write']]
    default:
      return ['the old text', 'the new text']
  }
}
