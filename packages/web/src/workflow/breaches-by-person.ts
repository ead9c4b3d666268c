import type { WorkflowCase } from '@daybook/core'

/** Steps that one person did, though some of them need two. */
interface PersonBreach {
  readonly actor: WorkflowCase['breaches'][number]['actor']
  /** In the order they were done, each once. */
  readonly steps: readonly string[]
}

/** Whoever did more than two such steps is told of once. */
export const breachesByPerson = (breaches: WorkflowCase['breaches']): readonly PersonBreach[] =>
  [...Map.groupBy(breaches, ({ actor }) => actor.id).values()].flatMap((theirs) => {
    const [first] = theirs
    if (first === undefined) return []
    const done = theirs.flatMap(({ steps, events }) => steps.map((step, at) => ({ step, seq: events[at]?.seq ?? 0 })))
    const steps = done.sort((a, b) => a.seq - b.seq).map(({ step }) => step)
    return [{ actor: first.actor, steps: [...new Set(steps)] }]
  })
