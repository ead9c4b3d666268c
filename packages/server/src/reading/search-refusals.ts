import { ClientGone } from '../problem/client-gone.ts'
import { HttpProblem } from '../problem/http-problem.ts'

/** `advice` says what would make it quicker. */
export const tooExpensive = (
  what: 'time' | 'memory',
  { deadlineMs, advice }: { readonly deadlineMs: number; readonly advice: string },
): HttpProblem => {
  const spent =
    what === 'time'
      ? `This took longer than the ${deadlineMs / 1000} seconds it may take`
      : 'This needs more memory than it may have'
  return new HttpProblem('query_too_expensive', `${spent}, and was ended. ${advice}`)
}

export const nobodyWaits = (): ClientGone => new ClientGone('nobody waits for this search any more')

export const stopping = (): HttpProblem =>
  new HttpProblem('starting', 'The server is stopping.', { headers: { 'Retry-After': '2' } })

export const defective = (): Error => new Error('a search process has a defect, which is in the log')

export const tooManySearches = (): HttpProblem =>
  new HttpProblem('too_busy', 'As many searches wait as the server holds; ask again in a moment.', {
    headers: { 'Retry-After': '2' },
  })

export const tooManyOfReader = (): HttpProblem =>
  new HttpProblem('too_busy', 'As many of your searches wait as one reader may have waiting; ask again when some are answered.', {
    headers: { 'Retry-After': '2' },
  })

export const damaged = (): HttpProblem =>
  new HttpProblem('index_unavailable', 'The search index is damaged and is made again from the record; recording goes on.', {
    headers: { 'Retry-After': '10' },
  })

export const unavailable = (): HttpProblem =>
  new HttpProblem(
    'index_unavailable',
    'The part of the server that searches does not start; its log says why. Recording goes on.',
    {
      headers: { 'Retry-After': '10' },
    },
  )
