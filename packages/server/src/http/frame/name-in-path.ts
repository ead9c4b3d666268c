import { unmarkedName } from '@daybook/core'
import type { Context } from 'hono'
import { HttpProblem } from '../../problem/http-problem.ts'

/** Rooms whose addresses end in names that tools chose; each has a second address, of names that would be steps of a path. */
const ofNames = /^(\/v1\/trails\/\{trail\})(\/(?:objects|workflows|batches)\/\{)/

/** The addresses of an endpoint: its own, and the one behind `~` (`pathOfNames`). */
export const pathsOf = (path: string): readonly string[] =>
  ofNames.test(path) ? [path, path.replace(ofNames, '$1/~$2')] : [path]

/** A name of the path as it was recorded. Throws `not_found` for one that lacks its mark. */
export const nameInPath = (c: Context, name: string): string => {
  const text = c.req.param(name) ?? ''
  if (name === 'trail' || !/^\/v1\/trails\/[^/]+\/~\//.test(c.req.path)) return text
  const own = unmarkedName(text)
  if (own === undefined) throw new HttpProblem('not_found', 'Behind /~/ each name of the address has a ~ before it.')
  return own
}
