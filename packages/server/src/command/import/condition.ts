import type { Json } from '@daybook/core'
import { BadMapping, type Expression, type Scope } from './mapping.ts'

export type Predicate = (scope: Scope) => boolean
type Compile = (template: Json, where: string) => Expression

const tests: { readonly [name: string]: (expected: Json, where: string) => (value: Json | undefined) => boolean } = {
  is: (expected) => (value) => same(value, expected),
  in: (expected, where) => {
    const list = array(expected, `${where}.in`)
    return (value) => list.some((one) => same(value, one))
  },
  exists: (expected) => (value) => (value !== undefined && value !== null) === (expected !== false),
  over: (expected) => (value) => typeof value === 'number' && value > Number(expected),
  under: (expected) => (value) => typeof value === 'number' && value < Number(expected),
  contains: (expected) => (value) => typeof value === 'string' && value.includes(String(expected)),
  startsWith: (expected) => (value) => typeof value === 'string' && value.startsWith(String(expected)),
}

/** `{of, is|in|exists|over|under|startsWith|contains}` (all that are given must hold), `{all}`, `{any}`, `{not}`. */
export function compileCondition(condition: Json | undefined, where: string, compile: Compile): Predicate {
  const parts = record(condition, where)
  if ('all' in parts) {
    const each = conditions(parts.all, `${where}.all`, compile)
    return (scope) => each.every((one) => one(scope))
  }
  if ('any' in parts) {
    const each = conditions(parts.any, `${where}.any`, compile)
    return (scope) => each.some((one) => one(scope))
  }
  if ('not' in parts) {
    const inner = compileCondition(parts.not, `${where}.not`, compile)
    return (scope) => !inner(scope)
  }
  return compileTest(parts, where, compile)
}

function compileTest(parts: { readonly [name: string]: Json }, where: string, compile: Compile): Predicate {
  const { of, ...given } = parts
  if (of === undefined) throw new BadMapping(where, 'a condition needs "of" (what to look at), "all", "any" or "not"')
  const value = compile(of, `${where}.of`)
  const checks = Object.entries(given).map(([name, expected]) => {
    const test = Object.hasOwn(tests, name) ? tests[name] : undefined
    if (test === undefined) {
      throw new BadMapping(where, `a condition knows ${Object.keys(tests).join(', ')}, but not "${name}"`)
    }
    return test(expected, where)
  })
  if (checks.length === 0) throw new BadMapping(where, `a condition needs one of ${Object.keys(tests).join(', ')}`)
  return (scope) => {
    const found = value(scope)
    return checks.every((check) => check(found))
  }
}

const conditions = (value: Json | undefined, where: string, compile: Compile): readonly Predicate[] =>
  array(value, where).map((one, i) => compileCondition(one, `${where}[${i}]`, compile))

const same = (a: Json | undefined, b: Json): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

function array(value: Json | undefined, where: string): readonly Json[] {
  if (Array.isArray(value)) return value
  throw new BadMapping(where, 'a list is expected here')
}

function record(value: Json | undefined, where: string): { readonly [name: string]: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { readonly [name: string]: Json }
  throw new BadMapping(where, 'a condition is an object')
}
