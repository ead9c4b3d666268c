import type { Json } from '@daybook/core'
import { uuidV5 } from '../../trail/uuid.ts'
import { compileChanges } from './changes-operator.ts'
import { compileCondition } from './condition.ts'
import { decimalReader } from './decimal.ts'
import type { Compiler } from './expression.ts'
import { BadMapping, type Expression, LineRefused } from './mapping.ts'
import { namespaceOf } from './namespace.ts'
import { timeReader } from './source-time.ts'

type Members = { readonly [name: string]: Json }
type Operator = (members: Members, where: string, compiler: Compiler) => Expression

/** The operators of the mapping language by name; docs/import.md has a row for each. */
export const operators: { readonly [name: string]: Operator } = {
  $const: (members) => () => members.$const,

  $first: (members, where, compiler) => {
    const each = list(members.$first, where).map((one, i) => compiler.compile(one, `${where}[${i}]`))
    return (scope) => {
      for (const one of each) {
        const value = one(scope)
        if (value !== undefined) return value
      }
      return undefined
    }
  },

  $text: (members, where, compiler) => {
    const parts = text(members.$text, where).split(/\{([$@][^}]*)\}/)
    const compiled = parts.map((part, i) => (i % 2 === 0 ? () => part : compiler.compile(part, where)))
    return (scope) => {
      const values = compiled.map((part) => part(scope))
      return values.some((value) => value === undefined || value === null) ? undefined : values.map(words).join('')
    }
  },

  $map: (members, where, compiler) => {
    const value = compiler.compile(need(members, '$map', where), where)
    const to = record(members.to, `${where}.to`)
    const otherwise = 'else' in members ? compiler.compile(need(members, 'else', where), `${where}.else`) : undefined
    return (scope) => {
      const found = value(scope)
      if (found === undefined) return undefined
      const key = words(found)
      if (Object.hasOwn(to, key)) return to[key]
      if (otherwise !== undefined) return otherwise(scope)
      throw new LineRefused(
        'unmapped_value',
        `The mapping has no entry for the value at ${place(members.$map)}; add one, or an "else".`,
      )
    }
  },

  $absent: (members, where, compiler) => {
    const value = compiler.compile(need(members, '$absent', where), where)
    const blanks = list(members.when, `${where}.when`).map((one) => JSON.stringify(one))
    return (scope) => {
      const found = value(scope)
      return found === undefined || blanks.includes(JSON.stringify(found)) ? undefined : found
    }
  },

  $if: (members, where, compiler) => {
    const holds = compileCondition(members.$if, where, compiler.compile)
    const yes = 'yes' in members ? compiler.compile(need(members, 'yes', where), `${where}.yes`) : () => undefined
    const no = 'no' in members ? compiler.compile(need(members, 'no', where), `${where}.no`) : () => undefined
    return (scope) => (holds(scope) ? yes(scope) : no(scope))
  },

  $each: (members, where, compiler) => {
    const source = compiler.compile(need(members, '$each', where), where)
    const as = compiler.compile(need(members, 'as', where), `${where}.as`)
    const wanted = 'where' in members ? compileCondition(members.where, `${where}.where`, compiler.compile) : () => true
    return (scope) => {
      const found = source(scope)
      if (found === undefined || found === null) return undefined
      const scopes = items(found, place(members.$each)).map((item) => ({ line: scope.line, item }))
      const values = scopes
        .filter(wanted)
        .map(as)
        .filter((value) => value !== undefined)
      return values.length === 0 ? undefined : values
    }
  },

  $time: (members, where, compiler) => {
    const value = compiler.compile(need(members, '$time', where), where)
    const optional = (name: string) => (members[name] === undefined ? undefined : text(members[name], `${where}.${name}`))
    const [format, offset, zone, repeated] = [optional('format'), optional('offset'), optional('zone'), optional('repeated')]
    const read = timeReader({ format, offset, zone, repeated, place: place(members.$time), where })
    return (scope) => {
      const found = value(scope)
      return found === undefined ? undefined : read(found)
    }
  },

  $changes: compileChanges,

  $decimal: (members, where, compiler) => {
    const value = compiler.compile(need(members, '$decimal', where), where)
    const point = members.point === undefined ? '.' : text(members.point, `${where}.point`)
    const group = members.group === undefined ? '' : text(members.group, `${where}.group`)
    const read = decimalReader(point, group, where)
    return (scope) => {
      const found = value(scope)
      return found === undefined ? undefined : read(words(found), place(members.$decimal))
    }
  },

  $number: (members, where, compiler) => {
    const value = compiler.compile(need(members, '$number', where), where)
    return (scope) => {
      const found = value(scope)
      if (found === undefined || typeof found === 'number') return found
      const parsed = typeof found === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(found) ? Number(found) : Number.NaN
      if (Number.isSafeInteger(parsed) || (Number.isFinite(parsed) && !Number.isInteger(parsed))) return parsed
      throw new LineRefused('not_a_number', `The value at ${place(members.$number)} is not a number that can be kept exactly.`)
    }
  },

  $string: (members, where, compiler) => {
    const value = compiler.compile(need(members, '$string', where), where)
    return (scope) => {
      const found = value(scope)
      return found === undefined ? undefined : words(found)
    }
  },

  $uuid5: (members, where, compiler) => {
    const of = need(members, '$uuid5', where)
    // The whole line as a key is no reading of its members: the others are still told as not read.
    const name: Expression = of === '$' ? ({ line }) => line : compiler.compile(of, where)
    const namespace = namespaceOf(text(members.namespace, `${where}.namespace`))
    return (scope) => {
      const found = name(scope)
      return found === undefined ? undefined : uuidV5(namespace, words(found))
    }
  },
}

/** A text as it is, anything else as its JSON. */
const words = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value))

const place = (template: Json | undefined): string => (typeof template === 'string' ? template : 'this place')

/** A list's items; of an object, `{key, value}` of each member. */
function items(value: Json, where: string): readonly Json[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, member]) => ({ key, value: member }))
  throw new LineRefused('mapping_failed', `A list or an object is expected at ${where}.`)
}

function need(members: Members, name: string, where: string): Json {
  const value = members[name]
  if (value === undefined) throw new BadMapping(where, `"${name}" is missing`)
  return value
}

function text(value: Json | undefined, where: string): string {
  if (typeof value === 'string') return value
  throw new BadMapping(where, 'a text is expected here')
}

function list(value: Json | undefined, where: string): readonly Json[] {
  if (Array.isArray(value)) return value
  throw new BadMapping(where, 'a list is expected here')
}

function record(value: Json | undefined, where: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw new BadMapping(where, 'an object is expected here')
}
