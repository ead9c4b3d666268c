import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import type { SignedReview } from './watch-api.ts'

const words = m.watch.reviews

/** A review that somebody put their name to: who, when, what they wrote, and what exactly it covers. */
export function SignedOff({ review: { kind, at, by, note, range, count, leftOpen } }: { readonly review: SignedReview }) {
  return (
    <>
      <p>
        <Text>{fill(words.signedBy, { name: by, time: showDateAndTime(at) })}</Text>
      </p>
      <p>
        <Text>{note}</Text>
      </p>
      <p className="quiet">
        {fill(words.range, { from: showCount(range.from + 1), to: showCount(range.to) })} ·{' '}
        {words.covered[kind](count, showCount(count))}
        {leftOpen > 0 && ` · ${words.left(leftOpen, showCount(leftOpen))}`}
      </p>
    </>
  )
}
