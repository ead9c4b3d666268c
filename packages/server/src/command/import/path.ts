import type { Json } from '@daybook/core'
import { BadMapping, type Expression, type Scope } from './mapping.ts'

const step = /\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]/y

/** True for a text that the mapping language reads as a path. */
export const isPath = (text: string): boolean => /^[$@]([.[]|$)/.test(text)

/** `$.a.b[0]['odd name']` (or `["it's"]`) from the line, `@.…` from the item. Only a value's own members are found, never inherited ones. */
export function compilePath(text: string, where: string, nulls: 'absent' | 'value'): Expression {
  const steps = parseSteps(text, where)
  const start = text.startsWith('$') ? (scope: Scope) => scope.line : (scope: Scope) => scope.item
  return (scope) => {
    let value = start(scope)
    for (const name of steps) value = member(value, name)
    return value === null && nulls === 'absent' ? undefined : value
  }
}

/** The top-level member of the line that a path reads, if it is one into the line. */
export const firstMember = (text: string): string | undefined => {
  const name = text.startsWith('$') ? parseSteps(text, '')[0] : undefined
  return typeof name === 'string' ? name : undefined
}

function parseSteps(text: string, where: string): readonly (string | number)[] {
  const steps: (string | number)[] = []
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const at = step.lastIndex
    const found = step.exec(text)
    if (found === null)
      throw new BadMapping(
        where,
        `the path ${text} cannot be read from character ${at + 1}; a name with spaces or signs is written $['odd name']`,
      )
    steps.push(found[2] === undefined ? (found[1] ?? found[3] ?? found[4] ?? '') : Number(found[2]))
  }
  return steps
}

function member(value: Json | undefined, name: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return typeof name === 'number' ? (value as readonly Json[])[name] : undefined
  return Object.hasOwn(value, name) ? (value as { readonly [key: string]: Json })[name] : undefined
}
