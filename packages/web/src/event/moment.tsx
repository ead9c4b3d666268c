import { useId } from 'react'
import { showAge, showExact } from '../format/moment.ts'
import { allZones } from '../zone/all-zones.ts'

/** A time in the reader's zone, named; local, team and UTC to the millisecond on hover and focus; how long ago beside it. */
export function Moment({ iso }: { readonly iso: string }) {
  const id = useId()
  return (
    <span className="moment">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: all zones are shown on focus as well as on hover */}
      <time dateTime={iso} tabIndex={0} aria-describedby={id}>
        {showExact(iso)}
      </time>
      <span className="tip" role="tooltip" id={id}>
        {allZones(iso).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </span>
      <span className="quiet"> · {showAge(iso, Date.now())}</span>
    </span>
  )
}
