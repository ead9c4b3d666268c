import { dayAt } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { type PointerEvent, useRef, useState } from 'react'
import { isAnswered } from '../api/answered.ts'
import type { Asked, Spans } from '../api/search-api.ts'
import { showDate, showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { daySpan } from '../zone/day-span.ts'
import { currentZone } from '../zone/zone.ts'
import { histogramQuery } from './found-total.ts'

interface HistogramProps {
  readonly trail: string
  readonly asked: Asked
  readonly choose: (range: { readonly from: string | undefined; readonly to: string | undefined }) => void
}

const height = 56
const noBreakSpace = '\u00a0'

/** When what matches happened: everything, with the chosen range marked. A range is chosen by drag, by fields or from the table. */
export function HistogramChart({ trail, asked, choose }: HistogramProps) {
  const histogram = useQuery({
    ...histogramQuery(trail, asked),
    placeholderData: (before) => before,
  })
  const whole = histogram.data?.whole
  const isDrawn = whole !== undefined && whole.counts.length > 0
  const waits = isAnswered(histogram) ? noBreakSpace : m.app.loading
  return (
    <section className="histogram" aria-label={m.search.histogram}>
      {/* Where there are no bars, or not yet, their room is kept: the list below stays where it is. */}
      {isDrawn ? <Bars spans={whole} asked={asked} choose={choose} /> : <div className="bars-to-come" />}
      <RangeFields asked={asked} choose={choose} />
      {isDrawn ? <Table spans={whole} choose={choose} /> : <p className="quiet histogram-table">{waits}</p>}
    </section>
  )
}

function Bars({ spans, asked, choose }: { readonly spans: Spans } & Omit<HistogramProps, 'trail'>) {
  const { counts, edges } = spans
  const frame = useRef<SVGSVGElement>(null)
  const [drag, setDrag] = useState<readonly [number, number]>()
  const most = Math.max(1, ...counts)
  const spanAt = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect()
    if (!box || box.width === 0) return 0
    return Math.min(counts.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * counts.length)))
  }
  const [one, other] = drag ?? []
  const [low, high] =
    one === undefined || other === undefined ? chosenSpans(spans, asked) : [Math.min(one, other), Math.max(one, other)]
  return (
    <svg
      ref={frame}
      className="bars"
      viewBox={`0 0 ${counts.length} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={fill(m.search.histogramSays, { from: showDate(edges[0] ?? ''), to: showDate(edges.at(-1) ?? '') })}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag([spanAt(event), spanAt(event)])
      }}
      onPointerMove={(event) => drag && setDrag([drag[0], spanAt(event)])}
      onPointerUp={() => {
        if (drag) choose({ from: edges[Math.min(...drag)], to: edges[Math.max(...drag) + 1] })
        setDrag(undefined)
      }}
      onPointerCancel={() => setDrag(undefined)}
    >
      {low !== undefined && high !== undefined && (
        <rect className="bars-chosen" x={low} y={0} width={high - low + 1} height={height} />
      )}
      {counts.map((count, at) => {
        const tall = count === 0 ? 0 : Math.max(2, (count / most) * (height - 4))
        return (
          <rect key={edges[at]} className="bar-one" x={at + 0.08} y={height - tall} width={0.84} height={tall}>
            <title>{`${showDateAndTime(edges[at] ?? '')}: ${showCount(count)}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}

/** The spans that the chosen range touches; none where no range is chosen. */
const chosenSpans = ({ edges, counts }: Spans, { from, to }: Asked): readonly (number | undefined)[] => {
  if (from === undefined && to === undefined) return []
  const first = from === undefined ? 0 : edges.findLastIndex((edge) => Date.parse(edge) <= Date.parse(from))
  const end = to === undefined ? counts.length : edges.findIndex((edge) => Date.parse(edge) >= Date.parse(to))
  return [Math.max(0, first), (end < 0 ? counts.length : Math.max(1, end)) - 1]
}

/** Days are the reader's own; the address says the instants at which they begin and end. */
export function RangeFields({ asked, choose }: Omit<HistogramProps, 'trail'>) {
  const zone = currentZone()
  const day = (time: string | undefined) => (time === undefined ? '' : dayAt(Date.parse(time), zone))
  // The address says where the time ends; people say the last day they want.
  const lastDay = asked.to === undefined ? '' : dayAt(Date.parse(asked.to) - 1, zone)
  return (
    <div className="range">
      <label>
        {m.search.from}{' '}
        <input
          type="date"
          value={day(asked.from)}
          onChange={(event) => choose({ from: daySpan(event.target.value, zone).from, to: asked.to })}
        />
      </label>
      <label>
        {m.search.to}{' '}
        <input
          type="date"
          value={lastDay}
          onChange={(event) => choose({ from: asked.from, to: daySpan(event.target.value, zone).to })}
        />
      </label>
      {(asked.from !== undefined || asked.to !== undefined) && (
        <button type="button" className="button button-quiet" onClick={() => choose({ from: undefined, to: undefined })}>
          {m.search.anyTime}
        </button>
      )}
      <span className="quiet">{fill(m.zone.days, { zone })}</span>
    </div>
  )
}

function Table({ spans, choose }: { readonly spans: Spans } & Pick<HistogramProps, 'choose'>) {
  const { edges, counts, exact } = spans
  return (
    <details className="histogram-table">
      <summary>{exact ? m.search.table : m.search.tableAbout}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{m.search.span}</th>
            <th scope="col">{m.search.events}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count, at) => (
            <tr key={edges[at]}>
              <td>
                <button type="button" className="link-button" onClick={() => choose({ from: edges[at], to: edges[at + 1] })}>
                  {showDateAndTime(edges[at] ?? '')}
                </button>
              </td>
              <td>{showCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
