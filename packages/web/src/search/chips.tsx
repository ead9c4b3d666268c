import { dayAt, dayStart, formatQuery } from '@daybook/core'
import { showDate, showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { currentZone } from '../zone/zone.ts'
import { partsOf, without } from './edit-query.ts'
import { type LabelOf, sayQuery } from './say-query.ts'
import type { Span } from './spans.ts'

interface ChipsProps {
  readonly q: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly last: Span | undefined
  /** The position that a frozen search ends at, and when the last event before it was recorded. */
  readonly upto: string | undefined
  readonly recordedUntil: string | undefined
  readonly labelOf: LabelOf
  readonly change: (change: {
    readonly q?: string | undefined
    readonly from?: string | undefined
    readonly to?: string | undefined
    readonly last?: Span | undefined
    readonly upto?: string | undefined
  }) => void
}

interface Condition {
  readonly text: string
  readonly typed: string
  /** What pressing it does, where taking it out says too little. */
  readonly why?: string
  readonly drop: () => void
}

/** What is asked, a chip a condition; pressing one takes it out. */
export function Chips({ q, from, to, last, upto, recordedUntil, labelOf, change }: ChipsProps) {
  const parts = partsOf(q) ?? []
  if (parts.length === 0 && from === undefined && to === undefined && last === undefined && upto === undefined) return null
  const conditions: readonly Condition[] = parts.map((part, at) => ({
    text: sayQuery(part, labelOf),
    typed: formatQuery(part),
    drop: () => change({ q: without(q, at) }),
  }))
  const times: readonly Condition[] = [
    ...(last === undefined ? [] : [{ text: m.views.spans[last], typed: last, drop: () => change({ last: undefined }) }]),
    ...(from === undefined
      ? []
      : [{ text: fill(m.search.since, { time: said(from) }), typed: from, drop: () => change({ from: undefined }) }]),
    ...(to === undefined
      ? []
      : [{ text: fill(m.search.until, { time: said(to, true) }), typed: to, drop: () => change({ to: undefined }) }]),
    ...(upto === undefined
      ? []
      : [
          {
            text: saidFrozen(upto, recordedUntil),
            typed: `upto:${upto}`,
            why: m.views.lift,
            drop: () => change({ upto: undefined }),
          },
        ]),
  ]
  return (
    <ul className="chips" aria-label={m.search.conditions}>
      {[...conditions, ...times].map(({ text, typed, why, drop }) => (
        <li key={typed}>
          <button type="button" className="chip" onClick={drop} title={why ?? fill(m.search.drop, { condition: typed })}>
            <Text>{text}</Text>
            <span aria-hidden="true" className="chip-x">
              ×
            </span>
            <span className="visually-hidden">{m.search.dropWord}</span>
          </button>
        </li>
      ))}
      {conditions.length + times.length > 1 && (
        <li>
          <button
            type="button"
            className="button button-quiet"
            onClick={() => change({ q: undefined, from: undefined, to: undefined, last: undefined, upto: undefined })}
          >
            {m.search.dropAll}
          </button>
        </li>
      )}
    </ul>
  )
}

const saidFrozen = (upto: string, recordedUntil: string | undefined): string =>
  recordedUntil === undefined
    ? fill(m.views.asRecordedAt, { count: showCount(Number(upto)) })
    : fill(m.views.asRecorded, { time: showDateAndTime(recordedUntil) })

/** A whole day of the reader's zone as a day, the last one included; a moment as a moment. */
const said = (time: string, isEnd = false): string => {
  const [ms, zone] = [Date.parse(time), currentZone()]
  if (Number.isNaN(ms)) return time
  if (dayStart(dayAt(ms, zone), zone) !== ms) return showDateAndTime(new Date(ms).toISOString())
  return showDate(new Date(isEnd ? ms - 1 : ms).toISOString())
}
