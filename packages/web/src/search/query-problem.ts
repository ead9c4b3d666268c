import { parseQuery, Refusal } from '@daybook/core'

export interface QueryProblem {
  readonly detail: string
  /** Where, counted from 0. */
  readonly at?: number | undefined
}

/** What is wrong with a text as a query; undefined where it is one. */
export const problemOf = (text: string): QueryProblem | undefined => {
  try {
    parseQuery(text)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { detail: error.problem.detail, at: error.problem.at }
  }
}
