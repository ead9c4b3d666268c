import type { Json } from '@daybook/core'
import type { Compiler } from './expression.ts'
import { literally } from './literally.ts'
import { BadMapping, type Expression, type Scope } from './mapping.ts'

type Members = { readonly [name: string]: Json }
type Changes = (scope: Scope) => readonly Json[]

/**
 * `{"$changes": [pair, …]}`: changes from pairs of columns. A pair is a change with its templates for `before` and
 * `after`, or two names with `*` for the field, `{"before": "old_*", "after": "new_*"}`, which stands for every pair of
 * members so called. A pair whose sides are equal, or both absent, is no change and is left out.
 */
export function compileChanges(members: Members, where: string, compiler: Compiler): Expression {
  const pairs = members.$changes
  if (!Array.isArray(pairs)) throw new BadMapping(where, 'a list of pairs is expected here')
  const compiled = pairs.map((pair: Json, i) => compilePair(pair, `${where}[${i}]`, compiler))
  return (scope) => {
    const changes = compiled.flatMap((each) => each(scope))
    return changes.length === 0 ? undefined : changes
  }
}

function compilePair(pair: Json, where: string, compiler: Compiler): Changes {
  if (typeof pair !== 'object' || pair === null || Array.isArray(pair)) throw new BadMapping(where, 'an object is expected here')
  const { before, after, ...rest } = pair as Members
  if (rest.field === undefined && hasStar(before) && hasStar(after)) return everyPair(before, after, rest, where, compiler)
  if (rest.field === undefined) throw new BadMapping(where, 'a pair needs a "field", or "before" and "after" with one * each')
  const sides = { before: side(before, `${where}.before`, compiler), after: side(after, `${where}.after`, compiler) }
  const more = compiler.compile(rest, where)
  return (scope) => changeOf(more(scope), sides.before(scope), sides.after(scope))
}

const side = (template: Json | undefined, where: string, compiler: Compiler): Expression =>
  template === undefined ? () => undefined : compiler.compile(template, where)

const hasStar = (name: Json | undefined): name is string => typeof name === 'string' && /^[^*$@]*\*[^*]*$/.test(name)

function everyPair(before: string, after: string, rest: Members, where: string, compiler: Compiler): Changes {
  const stranger = Object.keys(rest)[0]
  if (stranger !== undefined) throw new BadMapping(`${where}.${stranger}`, 'a pair with * has "before" and "after" only')
  if (before === after) throw new BadMapping(where, '"before" and "after" are the same')
  const patterns = { before: starPattern(before), after: starPattern(after) }
  compiler.readPatterns.push(patterns.before, patterns.after)
  const value = (of: Json | undefined): Json | undefined => (of === null && compiler.nulls === 'absent' ? undefined : of)
  return ({ line }) => {
    if (typeof line !== 'object' || line === null || Array.isArray(line)) return []
    const record = line as Members
    const fields = new Set(
      Object.keys(record).flatMap((name) => patterns.before.exec(name)?.[1] ?? patterns.after.exec(name)?.[1] ?? []),
    )
    return [...fields].flatMap((field) => {
      const [was, is] = [before, after].map((name) =>
        value(
          own(
            record,
            name.replace('*', () => field),
          ),
        ),
      )
      return changeOf({ field }, was, is)
    })
  }
}

const starPattern = (name: string): RegExp =>
  new RegExp(
    `^${name
      .split('*')
      .map((part) => literally(part))
      .join('(.+)')}$`,
  )

const own = (record: Members, name: string): Json | undefined => (Object.hasOwn(record, name) ? record[name] : undefined)

function changeOf(more: Json | undefined, before: Json | undefined, after: Json | undefined): readonly Json[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ ...(more as Members), ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}
