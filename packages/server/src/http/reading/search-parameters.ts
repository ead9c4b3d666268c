import { filterHelp, queryFromParameters, queryParameterNames } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import type { Sees } from '../../access/sight.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { Ask } from '../../search/search-index.ts'
import { checked } from '../frame/endpoint.ts'
import { theseRecords, thisRecordName, thisRecordParameter } from './this-record.ts'

/** What every call that searches takes beside parameters of its own. Repeats are alternatives. */
const filters = z.object({
  q: z
    .string()
    .optional()
    .describe('A query as people type it: `actor:maria action:order.* -source:automation "acme ltd"` (docs/query.md).'),
  ...Object.fromEntries(
    filterHelp.map(({ name, sentence, example }) => [
      name,
      z
        .array(z.string())
        .optional()
        .describe(`${sentence} As in \`${example}\`. Repeat it for alternatives${withOpposite(name)}.`),
    ]),
  ),
  [thisRecordName]: thisRecordParameter,
})

function withOpposite(name: string): string {
  return name === 'from' || name === 'to' || name === 'upto' ? '' : `, \`not.${name}\` for the opposite`
}

/** The documented query of a call that searches, with the parameters of its own that it takes once. */
export const searchQuery = <S extends z.ZodRawShape>(own: S) => filters.extend(own)

export interface SearchCall<O> {
  readonly ask: Ask
  /** The call's own parameters, checked. */
  readonly own: O
  /** The filters as they came, for links. */
  readonly filters: readonly (readonly [name: string, value: string])[]
}

/**
 * Takes the address of a call apart: its own parameters by their schema, each once, and everything else as filters. Throws
 * `bad_parameter` and `bad_query` with a pointer to the parameter.
 */
export const readSearch = <S extends z.ZodRawShape>(url: string, sees: Sees, own: S): SearchCall<z.output<z.ZodObject<S>>> => {
  const parameters = [...new URL(url).searchParams]
  const mine = parameters.filter(([name]) => Object.hasOwn(own, name))
  const others = parameters.filter(([name]) => !Object.hasOwn(own, name))
  refuseRepeats(mine)
  refuseUnknown(others, Object.keys(own))
  // Not a value of any event: the business's and the trail's own alike.
  const isAll = others.some(([name, value]) => name === 'category' && value === 'all')
  const records = others.flatMap(([name, value]) => (name === thisRecordName ? [value] : []))
  const { query, which, fromMs, toMs } = queryFromParameters(
    others.filter(([name]) => name !== thisRecordName && !(isAll && name === 'category')),
  )
  return {
    ask: {
      query: records.length === 0 ? query : { kind: 'and', parts: [theseRecords(records), query] },
      which: isAll ? 'all' : which,
      sees,
      ...(fromMs === undefined ? {} : { fromMs }),
      ...(toMs === undefined ? {} : { toMs }),
    },
    own: checked(z.object(own), Object.fromEntries(mine), 'bad_parameter'),
    filters: others,
  }
}

/** What any search can meet. */
export const searchProblems = ['bad_parameter', 'bad_query', 'query_too_expensive', 'too_busy', 'index_unavailable'] as const

const refuseRepeats = (parameters: readonly (readonly [string, string])[]): void => {
  const seen = new Set<string>()
  for (const [name] of parameters) {
    if (seen.has(name))
      throw new HttpProblem('bad_parameter', `The parameter ${name} stands more than once; this call takes it once.`, {
        pointer: `/${name}`,
      })
    seen.add(name)
  }
}

const known: ReadonlySet<string> = new Set([...queryParameterNames, thisRecordName])

const refuseUnknown = (parameters: readonly (readonly [string, string])[], own: readonly string[]): void => {
  const unknown = parameters.find(([name]) => !known.has(name))
  if (unknown === undefined) return
  const takes = [...own, 'q', ...filterHelp.map(({ name }) => name), thisRecordName].join(', ')
  throw new HttpProblem(
    'bad_parameter',
    `This call does not know one of its parameters. It takes ${takes}, and filters with not. before them.`,
    {
      pointer: `/${unknown[0].replaceAll('~', '~0').replaceAll('/', '~1')}`,
    },
  )
}

/** A whole number from 1 to `most`. */
export const wholeNumber = (what: string, most: number, otherwise: number) =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, `${what} is 1 to ${most}`)
    .transform(Number)
    .refine((value) => value <= most, `${what} is 1 to ${most}`)
    .default(otherwise)
