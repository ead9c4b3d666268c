import type { Json } from '@daybook/core'
import { compileCondition, type Predicate } from './condition.ts'
import { type CsvOptions, readCsvOptions } from './csv-layout.ts'
import { type Compiler, createCompiler } from './expression.ts'
import { BadMapping, type Expression, LineRefused, type Scope } from './mapping.ts'

type Members = { readonly [name: string]: Json }

export interface CompiledMapping {
  readonly name: string
  /** Top-level members of a line that the mapping reads; undefined where it takes the whole line or is a function. */
  readonly reads: ReadonlySet<string> | undefined
  /** Patterns of further members that it reads. */
  readonly readPatterns: readonly RegExp[]
  /** How a table is read; undefined where the mapping says nothing of tables. */
  readonly csv: CsvOptions | undefined
  /** The event a line becomes, not yet checked. Throws `LineRefused`. */
  map(line: Json): unknown
}

type CompiledRule = { readonly when: Predicate } & ({ readonly set: Expression } | { readonly refuse: string })

/** Checks a mapping and makes it quick to apply. Throws `BadMapping` naming the place. */
export function compileMapping(value: unknown): CompiledMapping {
  const mapping = membersOf(value, 'the mapping')
  const { name, nulls = 'absent', csv, event, rules = [], ...unknown } = mapping
  const stranger = Object.keys(unknown)[0]
  if (stranger !== undefined) throw new BadMapping(stranger, 'a mapping has name, nulls, csv, event and rules, and nothing else')
  if (typeof name !== 'string' || name === '') throw new BadMapping('name', 'a mapping needs a name, a text')
  if (nulls !== 'absent' && nulls !== 'value') throw new BadMapping('nulls', '"absent" or "value" is expected')
  const compiler = createCompiler(nulls)
  const base = compileEvent(event, compiler)
  const compiledRules = listOf(rules, 'rules').map((rule, i) => compileRule(rule, `rules[${i}]`, compiler))
  const whole = compiler.reads.has('*') || typeof event === 'function'
  return {
    name,
    reads: whole ? undefined : compiler.reads,
    readPatterns: compiler.readPatterns,
    csv: csv === undefined ? undefined : readCsvOptions(csv),
    map: (line) => {
      const scope = { line }
      // First, so that a line which is not wanted is not refused for something else.
      for (const rule of compiledRules)
        if ('refuse' in rule && rule.when(scope)) throw new LineRefused('refused_by_mapping', rule.refuse)
      return applyRules(base(scope), compiledRules, scope)
    },
  }
}

type EventMaker = (scope: Scope) => unknown

function compileEvent(event: unknown, compiler: Compiler): EventMaker {
  if (typeof event !== 'function') return compiler.compile(membersOf(event, 'event'), 'event')
  return ({ line }) => {
    try {
      return event(line)
    } catch (error) {
      if (error instanceof LineRefused) throw error
      throw new LineRefused('mapping_failed', `The mapping's function failed: ${(error as Error).message}`)
    }
  }
}

function compileRule(value: unknown, where: string, compiler: Compiler): CompiledRule {
  const { when, set, refuse } = membersOf(value, where)
  const holds = compileCondition(when, `${where}.when`, compiler.compile)
  if (typeof refuse === 'string' && set === undefined) return { when: holds, refuse }
  if (set === undefined || refuse !== undefined) throw new BadMapping(where, 'a rule has "when" and either "set" or "refuse"')
  return { when: holds, set: compiler.compile(membersOf(set, `${where}.set`), `${where}.set`) }
}

function applyRules(event: unknown, rules: readonly CompiledRule[], scope: Scope): unknown {
  let result = event
  for (const rule of rules) {
    if ('set' in rule && rule.when(scope)) result = lay(rule.set(scope), result)
  }
  return result
}

/** Lays one value over another: objects member by member, everything else replaces. */
function lay(over: Json | undefined, under: unknown): unknown {
  if (over === undefined) return under
  if (!isMembers(over) || !isMembers(under)) return over
  const result: { [name: string]: unknown } = { ...under }
  for (const [name, value] of Object.entries(over)) result[name] = lay(value, result[name])
  return result
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)

function membersOf(value: unknown, where: string): Members {
  if (isMembers(value)) return value
  throw new BadMapping(where, 'an object is expected here')
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new BadMapping(where, 'a list is expected here')
}
