import { subjectOfAction } from '../catalogue/action-name.ts'
import type { ActionDeclaration, Catalogue, Expectation } from '../catalogue/catalogue.ts'
import { pointerToken } from '../event/pointer.ts'
import { languageFor } from '../messages/languages.ts'
import { compileTemplate, type Template } from '../messages/template.ts'
import { type SentenceArgumentName, sentenceArguments } from '../sentence/arguments.ts'
import { fieldKey } from '../sentence/change-parts.ts'
import { namedSide } from '../sentence/named-change.ts'
import type { Report } from './finding.ts'
import { isGenericAction } from './generic-words.ts'
import { lettersApart } from './letters-apart.ts'

/** Actions: named for what was done, readable from what they expect, kept for a known time. */
export function checkActions(catalogue: Catalogue, report: Report): void {
  for (const [action, declared] of Object.entries(catalogue.actions)) {
    const pointer = `/actions${pointerToken(action)}`
    checkName(action, declared, pointer, report)
    checkSentence(action, declared, catalogue, pointer, report)
    checkExpectations(action, declared, catalogue, pointer, report)
    if (declared.retain === undefined) report('retention_missing', 'warning', pointer, { action })
    if (declared.why === undefined) report('why_missing', 'warning', pointer, { action })
    if (declared.sensitivity === 'sensitive' && declared.delivery === 'memory')
      report('sensitive_not_acked', 'error', `${pointer}/delivery`, { action })
  }
  catalogue.notLogged?.forEach(({ action }, index) => {
    if (Object.hasOwn(catalogue.actions, action))
      report('not_logged_but_declared', 'error', `/notLogged${pointerToken(index)}`, { action })
  })
}

function checkName(action: string, declared: ActionDeclaration, pointer: string, report: Report): void {
  const last = action.split(/[._]/).at(-1) ?? ''
  const { verbs } = languageFor('en').messages
  const past = last.endsWith('ed') || Object.hasOwn(verbs.irregular, last) || (verbs.particles.includes(last) && /_/.test(action))
  if (!past) report('verb_not_past', 'error', pointer, { action, suggestion: `${subjectOfAction(action)}.${pastOf(last)}` })
  if (isGenericAction(action) && declared.sentence === undefined) report('words_generic', 'warning', pointer, { action })
}

const pastOf = (verb: string): string =>
  verb.endsWith('e') ? `${verb}d` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`

function checkSentence(action: string, declared: ActionDeclaration, catalogue: Catalogue, pointer: string, report: Report): void {
  if (declared.sentence === undefined) return
  const place = `${pointer}/sentence`
  const template = compileTemplate(declared.sentence, 'en')
  if ('fault' in template) {
    report('sentence_unreadable', 'error', place, { action, fault: template.fault })
    return
  }
  const needed = neededNames(template)
  for (const name of template.names) {
    const fixed = sentenceArguments.find((one) => one === name)
    const field = namedSide(name)?.field
    if (field !== undefined) {
      if (!isField(field, action, catalogue)) report('placeholder_unresolved', 'error', place, { action, name })
      else if (needed.has(name) && !expectsField(field, declared))
        report('placeholder_may_miss', 'warning', place, { action, name, expected: `changes.${field}` })
    } else if (fixed === undefined) {
      if (!isRelation(name, declared, catalogue) && (needed.has(name) || seemsMisspelt(name)))
        report('placeholder_unresolved', 'error', place, { action, name })
    } else if (needed.has(name) && mayMiss(fixed, declared, action, catalogue)) {
      report('placeholder_may_miss', 'warning', place, { action, name, expected: expectationFor(fixed) })
    }
  }
}

/** A related record's relation: expected by the action, or named like a declared object type. */
const isRelation = (name: string, declared: ActionDeclaration, catalogue: Catalogue): boolean =>
  declared.expects?.includes(`related.${name}`) === true || Object.hasOwn(catalogue.objects, name)

/** `after_title` names a field of the action's object type; of a type that is not declared, any field. */
function isField(key: string, action: string, catalogue: Catalogue): boolean {
  const type = subjectOfAction(action)
  const declared = Object.hasOwn(catalogue.objects, type) ? catalogue.objects[type] : undefined
  return declared === undefined || Object.keys(declared.fields ?? {}).some((field) => fieldKey(field) === key)
}

const expectsField = (key: string, declared: ActionDeclaration): boolean =>
  declared.expects?.some((one) => one.startsWith('changes.') && fieldKey(one.slice('changes.'.length)) === key) === true

/** A relation that events need not carry may stand in a `select` with `none`, unless it only looks like an argument misspelt. */
const seemsMisspelt = (name: string): boolean =>
  sentenceArguments.some((argument) => argument.length > 4 && lettersApart(argument, name, 2) <= 2)

/** Arguments whose absence makes the sentence fail: those not guarded by a `select` of their own. */
const neededNames = (template: Template): ReadonlySet<string> =>
  new Set([...template.names].filter((name) => !template.guarded.has(name)))

function mayMiss(name: SentenceArgumentName, declared: ActionDeclaration, action: string, catalogue: Catalogue): boolean {
  const expects = declared.expects ?? []
  switch (name) {
    case 'reason':
      return declared.reason !== 'required' && !expects.includes('reason')
    case 'customer':
    case 'organization':
    case 'count':
      return !expects.includes(name)
    case 'object':
      return !expects.includes('object') && !Object.hasOwn(catalogue.objects, subjectOfAction(action))
    case 'rule':
      return !expects.includes('override')
    case 'step':
    case 'workflow':
    case 'decision':
      return !expects.includes('workflow')
    case 'field':
    case 'before':
    case 'after':
    case 'changes':
    case 'others':
      return !expects.some((one) => one === 'changes' || one.startsWith('changes.'))
    case 'batch':
    case 'file':
    case 'rows':
    case 'created':
    case 'updated':
    case 'unchanged':
    case 'failed':
      return !expects.includes('batch')
    default:
      return false
  }
}

function expectationFor(name: SentenceArgumentName): Expectation {
  switch (name) {
    case 'reason':
    case 'customer':
    case 'organization':
    case 'count':
    case 'object':
      return name
    case 'rule':
      return 'override'
    case 'step':
    case 'workflow':
    case 'decision':
      return 'workflow'
    case 'field':
    case 'before':
    case 'after':
    case 'changes':
    case 'others':
      return 'changes'
    default:
      return 'batch'
  }
}

function checkExpectations(
  action: string,
  declared: ActionDeclaration,
  catalogue: Catalogue,
  pointer: string,
  report: Report,
): void {
  const type = subjectOfAction(action)
  const object = Object.hasOwn(catalogue.objects, type) ? catalogue.objects[type] : undefined
  const wants = declared.expects?.some((one) => one === 'object' || one === 'changes' || one.startsWith('changes.')) === true
  if (object === undefined) {
    if (wants) report('expected_object_undeclared', 'warning', pointer, { action, type })
    return
  }
  declared.expects?.forEach((expected, index) => {
    if (!expected.startsWith('changes.')) return
    const field = expected.slice('changes.'.length)
    if (!Object.hasOwn(object.fields ?? {}, field)) {
      report('expected_field_undeclared', 'error', `${pointer}/expects${pointerToken(index)}`, { action, type, field })
    }
  })
}
