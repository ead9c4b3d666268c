import { isStep } from '@daybook/core'

/** How many names follow each room of a trail. */
const namesIn: { readonly [room: string]: number } = { records: 2, workflows: 2, imports: 1 }

const place = /^(\/t\/[^/]+)(\/~)?\/(records|workflows|imports)\/(.+)$/

/**
 * Addresses of records, cases and imports (`pathOfNames`) as the router knows them, every name between two `~`: so it has one
 * route for each page, no name is a step of its path, and no space is at the end of it, where a URL loses it.
 */
export const routedPath = (path: string): string => {
  const [, trail, mark, room = '', rest = ''] = place.exec(path) ?? []
  if (trail === undefined) return path
  const start = mark === undefined ? '' : '~'
  const { names, others } = piecesOf(room, rest)
  // Behind the mark a name without one of its own is none, and there is no such page.
  if (!names.every((name) => name.startsWith(start))) return path
  return [trail, room, ...names.map((name) => `~${name.slice(start.length)}~`), ...others].join('/')
}

/** The address that people see and pass on. */
export const publicPath = (path: string): string => {
  const [, trail, mark, room = '', rest = ''] = place.exec(path) ?? []
  if (trail === undefined || mark !== undefined) return path
  const { names: routed, others } = piecesOf(room, rest)
  const names = routed.map(ownName)
  if (!names.some(isStep)) return [trail, room, ...names, ...others].join('/')
  return [trail, '~', room, ...names.map((name) => `~${name}`), ...others].join('/')
}

const piecesOf = (room: string, rest: string) => {
  const pieces = rest.split('/')
  const end = pieces.findIndex((piece, at) => piece === '' || at === namesIn[room])
  return end < 0 ? { names: pieces, others: [] } : { names: pieces.slice(0, end), others: pieces.slice(end) }
}

const ownName = (routed: string): string => /^~(.+)~$/s.exec(routed)?.[1] ?? routed

type Names<N extends string> = { readonly [name in N]: string }

/** For a route whose path has these names. */
export const namesOfRoute = <N extends string>(...names: readonly N[]) => {
  const each = (params: Names<N>, change: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [name, change(params[name])])) as Names<N>
  return {
    params: {
      parse: (params: Names<N>): Names<N> => each(params, ownName),
      stringify: (params: Names<N>): Names<N> => each(params, (name) => `~${name}~`),
    },
  }
}
