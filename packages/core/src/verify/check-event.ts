import type { Hashing } from '../crypto/ports.ts'
import type { BundleEvent } from '../ledger/bundle-line.ts'
import { checkSlots, readEventHash } from './check-slots.ts'
import type { Findings } from './report.ts'
import { type Statements, statementProblem } from './statements.ts'

/**
 * Checks one event as far as it can be by itself and against the control events: digests, disclosures, excuses. Tells
 * the findings and counts the slots; answers E, which must then stand in the log, or undefined when there is none to
 * compare.
 */
export function checkEvent(
  event: BundleEvent,
  statements: Statements,
  findings: Findings,
  hashing: Hashing,
): Uint8Array | undefined {
  findings.counts.events++
  if (event.state === 'pruned') return checkPruned(event, statements, findings)
  const { seq, slots } = event
  const { problems, hash, control } = checkSlots(slots, hashing)
  for (const { code, slot, detail } of problems) {
    findings.broken(code, `Position ${seq}: ${detail}.`, { position: seq, ...(slot !== undefined && { slot }) })
  }
  for (const slot of slots) {
    findings.counts[slot.state]++
    if (slot.state === 'erased') checkErased(seq, slot.name, slot.by, statements, findings)
  }
  const wrong = control && statementProblem(control)
  if (wrong !== undefined) findings.broken('statement_malformed', `Position ${seq}: ${wrong}.`, { position: seq, slot: 'core' })
  return hash
}

function checkPruned(
  { seq, hash, by }: BundleEvent & { readonly state: 'pruned' },
  statements: Statements,
  findings: Findings,
): Uint8Array | undefined {
  findings.counts.pruned++
  if (!statements.isPruned(seq, by)) {
    const detail = `Position ${seq}: the event is gone, and position ${by} is not a retention event that names it.`
    findings.broken('pruning_unexcused', detail, { position: seq })
  }
  checkHold(seq, undefined, by, statements, findings)
  return readEventHash(hash)
}

function checkErased(seq: number, slot: string, by: number, statements: Statements, findings: Findings): void {
  if (!statements.isErased(seq, slot, by)) {
    const detail = `Position ${seq}: slot ${slot} is gone, and position ${by} is not an erasure that names this position and slot.`
    findings.broken('erasure_unexcused', detail, { position: seq, slot })
  }
  checkHold(seq, slot, by, statements, findings)
}

function checkHold(seq: number, slot: string | undefined, by: number, statements: Statements, findings: Findings): void {
  const hold = statements.holdOver(seq, slot, by)
  if (hold === undefined) return
  const what = slot === undefined ? 'the event' : `slot ${slot}`
  const detail = `Position ${seq}: ${what} was removed by position ${by} while the legal hold of position ${hold} was on it.`
  findings.broken('hold_broken', detail, { position: seq, ...(slot !== undefined && { slot }) })
}
