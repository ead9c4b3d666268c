import { useId } from 'react'
import { showAge, showExact, showUtc } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'

/** A time in the reader's zone, named, with milliseconds; UTC on hover and focus; how long ago beside it. */
export function Moment({ iso }: { readonly iso: string }) {
  const id = useId()
  return (
    <span className="moment">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact UTC time is shown on focus as well as on hover */}
      <time dateTime={iso} tabIndex={0} aria-describedby={id}>
        {showExact(iso)}
      </time>
      <span className="tip" role="tooltip" id={id}>
        {fill(m.event.utc, { time: showUtc(iso) })}
      </span>
      <span className="quiet"> · {showAge(iso, Date.now())}</span>
    </span>
  )
}
