import type { Answers, QuestionOf, What } from '../../reading/questions.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'

/** So many events are not taken within that time: waiting would only make a search slow. */
const farBehind = 20_000

/** What an answer says of the index: positions it has, and how many of those stored when the call came it has not yet. */
export interface IndexState {
  readonly size: number
  readonly behind: number
}

/**
 * Asks a search process after the index had a moment to take what was stored before, so that a caller finds what it has
 * just been told is stored. Answers in any case, and says how far the index is.
 */
export const search = async <W extends What>(
  service: Service,
  trail: OpenTrail,
  question: QuestionOf<W>,
): Promise<{ readonly answer: Answers[W]; readonly index: IndexState }> => {
  const { size } = await trail.reader.size()
  const watermark = service.index.states.get(trail.facts.name)?.watermark ?? 0
  if (size - watermark <= farBehind) await service.index.reached(trail.facts.name, size, service.searchPatienceMs)
  const answer = await service.searches.ask<W>({ ...question, stored: size })
  const searchable = 'size' in answer ? answer.size : size
  // Its file may be gone without the follower's knowledge: it looks when it is told.
  if (searchable < size) service.index.grew(trail.facts.name)
  return { answer, index: { size: searchable, behind: Math.max(0, size - searchable) } }
}
