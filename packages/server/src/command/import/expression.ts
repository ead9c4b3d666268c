import type { Json } from '@daybook/core'
import { BadMapping, type Expression } from './mapping.ts'
import { operators } from './operators.ts'
import { compilePath, firstMember, isPath } from './path.ts'

type Members = { readonly [name: string]: Json }

/** What compiling carries along: how nulls are read, and which members of the line were asked for. */
export interface Compiler {
  readonly nulls: 'absent' | 'value'
  /** Top-level members of the line that the mapping reads; `*` once it takes the whole line. */
  readonly reads: Set<string>
  /** Patterns of members that are read by name parts, as `$changes` reads pairs of columns. */
  readonly readPatterns: RegExp[]
  compile(template: Json, where: string): Expression
}

export function createCompiler(nulls: 'absent' | 'value'): Compiler {
  const compiler: Compiler = {
    nulls,
    reads: new Set(),
    readPatterns: [],
    compile: (template, where) => compileTemplate(template, where, compiler),
  }
  return compiler
}

function compileTemplate(template: Json, where: string, compiler: Compiler): Expression {
  if (typeof template === 'string' && isPath(template)) return compileRead(template, where, compiler)
  if (typeof template !== 'object' || template === null) return () => template
  if (Array.isArray(template)) return compileList(template, where, compiler)
  const members = template as Members
  const operator = Object.keys(members).find((name) => name.startsWith('$'))
  if (operator === undefined) return compileMembers(members, where, compiler)
  const build = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (build === undefined) {
    throw new BadMapping(where, `there is no operator ${operator}; there are ${Object.keys(operators).join(', ')}`)
  }
  return build(members, `${where}.${operator}`, compiler)
}

function compileRead(path: string, where: string, compiler: Compiler): Expression {
  const expression = compilePath(path, where, compiler.nulls)
  if (path.startsWith('$')) compiler.reads.add(firstMember(path) ?? '*')
  return expression
}

/** Absent items are left out; a list of which nothing is left is absent itself. */
function compileList(items: readonly Json[], where: string, compiler: Compiler): Expression {
  const compiled = items.map((item, i) => compiler.compile(item, `${where}[${i}]`))
  return (scope) => {
    const values = compiled.map((item) => item(scope)).filter((value) => value !== undefined)
    return values.length === 0 && compiled.length > 0 ? undefined : values
  }
}

/** Absent members are left out; an object of which nothing is left is absent itself. */
function compileMembers(members: Members, where: string, compiler: Compiler): Expression {
  const compiled = Object.entries(members).map(
    ([name, template]) => [name, compiler.compile(template, `${where}.${name}`)] as const,
  )
  return (scope) => {
    const result: { [name: string]: Json } = {}
    let found = compiled.length === 0
    for (const [name, expression] of compiled) {
      const value = expression(scope)
      if (value === undefined) continue
      result[name] = value
      found = true
    }
    return found ? result : undefined
  }
}
