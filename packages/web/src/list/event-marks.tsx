import type { EventView } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'

interface EventMarksProps {
  readonly event: EventView
  readonly listed?: boolean
  /** False where nearly every row would have them. */
  readonly notes?: boolean
}

/** Quiet marks in words: loaded as history (on its page), failed or denied, how many notes on its quality. Nothing where there is nothing to say. */
export function EventMarks({ event, listed = false, notes = true }: EventMarksProps) {
  const { outcome } = event
  const defects = notes ? (event.defects ?? []) : []
  // In a list of a loaded year it would stand on every row.
  const history = event.history && !listed
  if (!history && defects.length === 0 && (outcome === undefined || outcome === 'success')) return null
  return (
    <span className="marks">
      {outcome === 'failure' && <span className="mark mark-bad">{m.list.failure}</span>}
      {outcome === 'denied' && <span className="mark mark-bad">{m.list.denied}</span>}
      {history && (
        <span className="mark" title={m.list.historyWhy}>
          {m.list.history}
        </span>
      )}
      {defects.length > 0 && (
        <span className="mark" title={defects.map((defect) => defect.detail).join('\n')}>
          {m.list.defects(defects.length, showCount(defects.length))}
        </span>
      )}
    </span>
  )
}
