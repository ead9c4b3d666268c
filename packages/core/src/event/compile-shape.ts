import type { Problem, RefusalCode } from '../refusal.ts'
import { limits } from './limits.ts'
import { canPointAt, pointerToken } from './pointer.ts'
import type { ObjectShape, Rule, Shape, Spelling, TextShape } from './shape.ts'
import { utf8Length } from './utf8-length.ts'

/** The first thing that keeps a JSON value from having the shape, with a pointer from that value; nothing if it has it. */
export type Check = (value: unknown) => Problem | undefined

/** Makes a checker of a shape, once: what runs for each event is closures over plain tables. Checkers never throw. */
export function compileShape(shape: Shape): Check {
  switch (shape.kind) {
    case 'text':
      return textCheck(shape)
    case 'choice': {
      const allowed = new Set<unknown>(shape.of)
      const wrong = problem('wrong_value', `Use one of: ${shape.of.join(', ')}.`)
      return (value) => (allowed.has(value) ? undefined : typeof value === 'string' ? wrong : notText)
    }
    case 'count':
      return (value) => (typeof value !== 'number' ? notNumber : Number.isSafeInteger(value) && value >= 0 ? undefined : notCount)
    case 'true':
      return (value) => (value === true ? undefined : notTrue)
    case 'any':
      return (value) => (value === undefined ? notJson : undefined)
    case 'free':
      return (value) => (isObject(value) ? undefined : notObject)
    case 'list':
      return listCheck(compileShape(shape.items), shape.most)
    case 'object':
      return objectCheck(shape)
  }
}

const problem = (code: RefusalCode, detail: string): Problem => ({ code, detail, pointer: '' })
const notText = problem('wrong_type', 'Write it as a string in double quotes, or leave it out.')
const notNumber = problem('wrong_type', 'Write it as a number, without quotes, or leave it out.')
const notCount = problem('wrong_value', 'Write a whole number from 0 to 9007199254740991.')
const notTrue = problem('wrong_value', 'It is either true or left out.')
const notJson = problem('wrong_type', 'Write a JSON value, or leave it out.')
const notObject = problem('wrong_type', 'Write it as an object with members, or leave it out.')
const notList = problem('wrong_type', 'Write it as a list in square brackets, or leave it out.')
const isEmpty = problem('wrong_value', 'It may not be empty.')
const tooLong = problem(
  'string_too_long',
  `The string is longer than ${limits.stringBytes} bytes of UTF-8. Shorten it, or send a reference to the text.`,
)

/** The problem of an inner value, seen from the value around it. */
const inside = (inner: Problem, key: string | number): Problem => ({
  ...inner,
  pointer: pointerToken(key) + (inner.pointer ?? ''),
})

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textCheck({ nonEmpty, format }: TextShape): Check {
  const spellings = [format?.must && spelled(format.must, true), format?.mustNot && spelled(format.mustNot, false)].filter(
    (check) => check !== undefined,
  )
  return (value) => {
    if (typeof value !== 'string') return notText
    if (value.length > limits.stringBytes / 3 && utf8Length(value) > limits.stringBytes) return tooLong
    if (nonEmpty && value === '') return isEmpty
    for (const check of spellings) {
      const found = check(value)
      if (found) return found
    }
    return undefined
  }
}

function spelled({ pattern, code, detail }: Spelling, must: boolean): (value: string) => Problem | undefined {
  const expression = new RegExp(pattern, 'u')
  const wrong = problem(code, detail)
  return (value) => (expression.test(value) === must ? undefined : wrong)
}

function listCheck(
  checkItem: Check,
  most?: { readonly count: number; readonly code: RefusalCode; readonly detail: string },
): Check {
  const tooMany = most && problem(most.code, most.detail)
  return (value) => {
    if (!Array.isArray(value)) return notList
    if (most && value.length > most.count) return tooMany
    for (let index = 0; index < value.length; index++) {
      const found = checkItem(value[index])
      if (found) return inside(found, index)
    }
    return undefined
  }
}

function objectCheck(shape: ObjectShape): Check {
  const members = new Map(Object.entries(shape.members).map(([name, member]) => [name, compileShape(member)]))
  const required = Object.entries(shape.members).filter(([, member]) => member.required)
  const rules = (shape.rules ?? []).map(compileRule)
  return (value) => {
    if (!isObject(value)) return notObject
    for (const name in value) {
      const check = members.get(name)
      if (check === undefined) return stranger(name, shape)
      const found = check(value[name])
      if (found) return inside(found, name)
    }
    for (const [name, member] of required) {
      if (value[name] === undefined)
        return inside(problem('missing_member', `"${name}" is required. ${member.about ?? ''}`.trim()), name)
    }
    for (const rule of rules) {
      const found = rule(value)
      if (found) return found
    }
    return undefined
  }
}

function compileRule(rule: Rule): (value: { readonly [name: string]: unknown }) => Problem | undefined {
  const where = 'where' in rule ? rule.where : rule.unlessWhere
  const values = new Set<unknown>(where.in)
  const appliesWhenIn = 'where' in rule
  const wrong = problem(rule.code, rule.detail)
  return (value) => {
    if (values.has(value[where.member]) !== appliesWhenIn) return undefined
    if ('forbids' in rule) {
      const found = rule.forbids.find((name) => value[name] !== undefined)
      return found === undefined ? undefined : inside(wrong, found)
    }
    if (rule.needsOneOf.some((name) => value[name] !== undefined && !(rule.nonEmpty && value[name] === ''))) return undefined
    return rule.needsOneOf.length === 1 ? inside(wrong, rule.needsOneOf[0] ?? '') : wrong
  }
}

/** What to say of a member that the shape does not have. */
function stranger(name: string, shape: ObjectShape): Problem {
  const isReserved = shape.reserved?.includes(name) === true
  const meant = Object.keys(shape.members).find((known) => folded(known) === folded(name))
  const found = isReserved
    ? problem('reserved_member', 'The server sets this member. Leave it out.')
    : problem(
        'unknown_member',
        meant === undefined
          ? 'Daybook has no such member here, and drops nothing silently. Put free data into "context", or leave the member out.'
          : `Daybook has no such member here. If "${meant}" is meant, write it so.`,
      )
  return canPointAt(name) ? inside(found, name) : found
}

/** Names that people take for one another: `occurred_at` and `occurredAt`. */
const folded = (name: string): string => name.replaceAll(/[_\- ]/g, '').toLowerCase()
