import { refusalOf } from '../answer.ts'
import type { Client } from '../client.ts'
import { CommandFailure, exitCodes } from '../failure.ts'
import type { Screen } from '../screen.ts'
import { columnsOf, shownText } from '../shown-text.ts'

/** The query cannot be read: `at` is where in its text, from 0. */
export class QueryRefused extends CommandFailure {
  readonly at: number | undefined
  constructor(sentence: string, at: number | undefined) {
    super('bad_query', sentence, { todo: 'docs/query.md has the language.', exitCode: exitCodes.unknown })
    this.at = at
  }
}

/** An answer that is no success, as a failure; of a query that cannot be read with its place. */
export async function queryRefusal(answer: Response, client: Client): Promise<CommandFailure> {
  const problem = await problemOf(answer.clone())
  if (problem.code !== 'bad_query' || problem.detail === undefined) return refusalOf(answer, client)
  return new QueryRefused(problem.detail, problem.pointer === '/q' ? problem.at : undefined)
}

interface QueryProblem {
  readonly code?: string
  readonly detail?: string
  readonly pointer?: string
  readonly at?: number
}

async function problemOf(answer: Response): Promise<QueryProblem> {
  try {
    return (await answer.json()) as QueryProblem
  } catch {
    return {}
  }
}

/** The failure in words, and the query again with a caret under the place. */
export function tellQueryRefused(screen: Screen, refused: QueryRefused, query: string): void {
  screen.fail(refused)
  if (refused.at === undefined) return
  const before = shownText(query.slice(0, refused.at))
  screen.note(`\n  ${shownText(query)}\n  ${' '.repeat(columnsOf(before))}^`)
}
