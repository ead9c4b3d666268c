import { subjectOfAction } from '../catalogue/action-name.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { pointerToken } from '../event/pointer.ts'
import type { Report } from './finding.ts'

/** Workflows: four eyes on steps that exist, and actions that move a case. */
export function checkWorkflows(catalogue: Catalogue, report: Report): void {
  const subjects = new Set(Object.keys(catalogue.actions).map(subjectOfAction))
  for (const [workflow, { steps, fourEyes }] of Object.entries(catalogue.workflows ?? {})) {
    const pointer = `/workflows${pointerToken(workflow)}`
    fourEyes?.forEach((pair, index) => {
      const place = `${pointer}/fourEyes${pointerToken(index)}`
      for (const step of pair) if (!steps.includes(step)) report('four_eyes_unknown_step', 'error', place, { workflow, step })
      if (pair[0] === pair[1]) report('four_eyes_same_step', 'error', place, { workflow, step: pair[0] })
    })
    const moved = subjects.has(workflow) || Object.values(catalogue.actions).some(({ expects }) => expects?.includes('workflow'))
    if (!moved) report('workflow_unused', 'warning', pointer, { workflow })
  }
}
