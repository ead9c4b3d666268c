import { isBackward, isCaseEnded, type WorkflowDeclaration } from '@daybook/core'
import type { CaseFacts } from '../case-facts.ts'
import type { CaseKind } from '../case-step.ts'

/**
 * How a case went, without when and who: cases of a trail are many, and the ways they went few, so that counting ways
 * counts cases. Nothing that a catalogue says is in it; `factsOfShape` joins the two.
 */
export interface CaseShape {
  /** After the last step, in the order of (occurredAt, seq). */
  readonly step: string | null
  /** The last decision that was said at all, and that of the last step. */
  readonly decision: string | null
  readonly lastDecision: string | null
  readonly decisions: readonly string[]
  readonly override: CaseFacts['override']
  /** Each move from one step to another, once. */
  readonly moves: readonly (readonly [from: string, to: string])[]
  /** Two steps or more that the same person stood for; none of these is part of another. */
  readonly hands: readonly (readonly string[])[]
  /** The kinds of its steps, each once, as `writeKind` writes them; null where they are too many to say. */
  readonly kinds: readonly string[] | null
}

export const newShape: CaseShape = {
  step: null,
  decision: null,
  lastDecision: null,
  decisions: [],
  override: 'none',
  moves: [],
  hands: [],
  kinds: [],
}

/** Of a case whose steps have hundreds of names, only the first so many moves and hands are kept: nobody declares so many. */
const maxMoves = 500
const maxHands = 200
const maxKinds = 200

export interface ShapeStep {
  readonly step: string | null
  readonly decision: string | null
  readonly override: CaseFacts['override']
}

export const writeKind = ({ category, action, objectType }: CaseKind): string =>
  JSON.stringify([category ?? null, action ?? null, objectType ?? null])

export const readKind = (text: string): CaseKind => {
  const [category, action, objectType] = JSON.parse(text)
  return {
    ...(category === null ? {} : { category }),
    ...(action === null ? {} : { action }),
    ...(objectType === null ? {} : { objectType }),
  }
}

/** With the kinds of more steps: a set, whatever the order of the steps. */
export const withKinds = (shape: CaseShape, kinds: Iterable<string>): CaseShape => {
  if (shape.kinds === null) return shape
  const all = new Set([...shape.kinds, ...kinds])
  if (all.size === shape.kinds.length) return shape
  return { ...shape, kinds: all.size > maxKinds ? null : [...all].sort(order) }
}

/** How a case went when one more step comes behind it. The same rule as core's: an event that names no step stands in that of the one before it. */
export const followStep = (before: CaseShape, { step: named, decision, override }: ShapeStep): CaseShape => {
  const step = named ?? before.step
  return {
    step,
    decision: decision ?? before.decision,
    lastDecision: decision,
    decisions:
      decision === null || before.decisions.includes(decision) ? before.decisions : [...before.decisions, decision].sort(),
    override: before.override === 'unexplained' || override === 'none' ? before.override : override,
    moves:
      step === null || before.step === null || step === before.step ? before.moves : withMove(before.moves, before.step, step),
    hands: before.hands,
    kinds: before.kinds,
  }
}

const withMove = (moves: CaseShape['moves'], from: string, to: string): CaseShape['moves'] => {
  if (moves.length >= maxMoves || moves.some((move) => move[0] === from && move[1] === to)) return moves
  return [...moves, [from, to] as const].sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
}

/** With what each person stood for: the steps of a case by person. */
export const withHands = (shape: CaseShape, steps: Iterable<ReadonlySet<string>>): CaseShape => {
  const hands = [...steps].filter((own) => own.size > 1).map((own) => [...own].sort(order))
  if (hands.length === 0) return shape
  const all = [...new Map([...shape.hands, ...hands].map((own) => [JSON.stringify(own), own])).values()]
  const kept = all.filter((own) => !all.some((other) => other.length > own.length && own.every((step) => other.includes(step))))
  return { ...shape, hands: kept.sort((a, b) => order(a.join(), b.join())).slice(0, maxHands) }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const writeShape = ({ step, decision, lastDecision, decisions, override, moves, hands, kinds }: CaseShape): string =>
  JSON.stringify([step, decision, lastDecision, decisions, override, moves, hands, kinds])

/** Of a text that `writeShape` wrote. The same few are read for every answer: to parse them is most of the work. */
export const readShape = (text: string): CaseShape => {
  const known = remembered.get(text)
  if (known) return known
  if (remembered.size >= maxRemembered) remembered.clear()
  const [step, decision, lastDecision, decisions, override, moves, hands, kinds] = JSON.parse(text)
  const shape = { step, decision, lastDecision, decisions, override, moves, hands, kinds }
  remembered.set(text, shape)
  return shape
}

const remembered = new Map<string, CaseShape>()
const maxRemembered = 20_000

export const factsOfShape = (type: string, shape: CaseShape, declared: WorkflowDeclaration | undefined): CaseFacts => {
  const { step, decision, lastDecision, decisions, override, moves, hands } = shape
  const end = { step: step ?? undefined, decision: decision ?? undefined, lastDecision: lastDecision ?? undefined }
  return {
    type,
    state: isCaseEnded(end, declared) ? 'ended' : 'open',
    step: end.step,
    decisions,
    override,
    isBackward: moves.some(([from, to]) => isBackward(from, to, declared)),
    isBreach: (declared?.fourEyes ?? []).some(
      ([one, other]) => one !== other && hands.some((own) => own.includes(one) && own.includes(other)),
    ),
  }
}
