import type { BundleEvent } from '../ledger/bundle-line.ts'
import { isMalformed } from '../ledger/malformed.ts'
import type { BundleCheck } from './bundle-check.ts'
import { checkEvent } from './check-event.ts'
import { readBundleLine } from './read-bundle-line.ts'
import type { Findings } from './report.ts'

/** A line of events.ndjson, its event checked by itself; `hash` is E, or undefined where there is none to compare. */
export interface CheckedLine {
  readonly line: number
  readonly event: BundleEvent
  readonly hash: Uint8Array | undefined
}

/** The lines of events.ndjson that hold an event, in the order of the file; what is wrong with one is told as it is met. */
export async function* checkedLines({ files, statements, findings, verifying }: BundleCheck): AsyncGenerator<CheckedLine> {
  let line = 0
  for await (const text of files.lines('events.ndjson')) {
    line++
    const event = readBundleLine(text)
    if (isMalformed(event))
      findings.broken('event_malformed', `Line ${line} of events.ndjson ${event.why}.`, { file: 'events.ndjson' })
    else yield { line, event, hash: checkEvent(event, statements, findings, verifying) }
  }
}

/** Tells that a line stands where its position does not belong. */
export function tellMisplaced({ line, event: { seq } }: CheckedLine, findings: Findings): void {
  const detail = `Line ${line} of events.ndjson is of position ${seq}, which is not its place.`
  findings.broken('event_out_of_order', detail, { position: seq, file: 'events.ndjson' })
}
