import type { Chain, ChainStep } from '../api/around-api.ts'

/** An event and what it triggered. */
export interface ChainNode {
  readonly step: ChainStep
  /** The event that the page is about. */
  readonly isHere: boolean
  readonly effects: readonly ChainNode[]
}

/** The first known cause with everything that followed from it as far as the answer tells: a line down to the event, a tree below it. */
export function chainTree({ event, causes, effects }: Chain): ChainNode {
  const below = (id: string | undefined): readonly ChainNode[] =>
    id === undefined
      ? []
      : effects
          .filter(({ causedBy }) => causedBy === id)
          .map((effect) => ({ step: effect, isHere: false, effects: below(effect.id) }))
  const here: ChainNode = { step: event, isHere: true, effects: below(event.id) }
  return causes.reduce<ChainNode>((node, cause) => ({ step: cause, isHere: false, effects: [node] }), here)
}

/** How many events a tree has beside the one that the page is about. */
export const othersIn = (node: ChainNode): number =>
  (node.isHere ? 0 : 1) + node.effects.reduce((sum, effect) => sum + othersIn(effect), 0)
