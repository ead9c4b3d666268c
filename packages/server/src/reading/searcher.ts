import { indexPath } from '../search/follow/follow-trail.ts'
import { openTrailReader } from '../trail/open-trail.ts'
import { answerAround } from './answer-around.ts'
import { answerBatch, answerBatches } from './answer-batches.ts'
import { answerCase, answerCases } from './answer-cases.ts'
import { answerFacets, answerHistogram, answerValues } from './answer-counts.ts'
import { answerEffects } from './answer-effects.ts'
import { answerPage } from './answer-page.ts'
import { answerState } from './answer-state.ts'
import { answerDownstream, answerUndo } from './answer-undo.ts'
import { answerPositions, answerRows, answerTally } from './answer-walk.ts'
import { answerForward, answerHits, answerWatch } from './answer-watch.ts'
import type { Answers, Question, What } from './questions.ts'
import type { Shelf } from './shelf.ts'
import { TrailShelf } from './trail-shelf.ts'

/** Answers questions over the trails of a data folder, reading only. Opens a trail at the first question about it. */
export class Searcher {
  readonly #data: string
  readonly #shelves = new Map<string, TrailShelf>()

  constructor(data: string) {
    this.#data = data
  }

  async answer(question: Question): Promise<Answers[What]> {
    const shelf = await this.#shelf(question.trail)
    switch (question.what) {
      case 'page':
        return answerPage(shelf, question)
      case 'facets':
        return answerFacets(shelf, question)
      case 'histogram':
        return answerHistogram(shelf, question)
      case 'values':
        return answerValues(shelf, question)
      case 'around':
        return answerAround(shelf, question)
      case 'effects':
        return answerEffects(shelf, question)
      case 'batches':
        return answerBatches(shelf, question)
      case 'batch':
        return answerBatch(shelf, question)
      case 'undo':
        return answerUndo(shelf, question)
      case 'downstream':
        return answerDownstream(shelf, question)
      case 'state':
        return answerState(shelf, question)
      case 'cases':
        return answerCases(shelf, question)
      case 'case':
        return answerCase(shelf, question)
      case 'tally':
        return answerTally(shelf, question)
      case 'rows':
        return answerRows(shelf, question)
      case 'positions':
        return answerPositions(shelf, question)
      case 'watch':
        return answerWatch(shelf, question)
      case 'forward':
        return answerForward(shelf, question)
      case 'hits':
        return answerHits(shelf, question)
    }
  }

  async #shelf(trail: string): Promise<Shelf> {
    const known = this.#shelves.get(trail)
    if (known) return known.now()
    const shelf = new TrailShelf(await openTrailReader(trail, { data: this.#data, keys: '' }), indexPath(trail, this.#data))
    this.#shelves.set(trail, shelf)
    return shelf.now()
  }
}
