import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { showDate, showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { getReviews, type ReviewStanding, type SignedReview } from './watch-api.ts'

const words = m.watch.reviews

/** When each review is due, and who signed which. */
export function ReviewsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Reviews key={trail} trail={trail} />
}

function Reviews({ trail }: { readonly trail: string }) {
  const reviews = useQuery({ queryKey: ['reviews', trail], queryFn: ({ signal }) => getReviews(trail, signal) })
  if (reviews.error && !reviews.data) return <Failure error={reviews.error} retry={() => void reviews.refetch()} />
  if (!reviews.data) return <p className="quiet">{m.app.loading}</p>
  return (
    <section className="watch" aria-labelledby="reviews">
      <title>{`${words.title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="reviews">{words.title}</h1>
      <p className="quiet lead">{words.lead}</p>
      <ul className="role-cards">
        {reviews.data.map((review) => (
          <ReviewCard key={review.kind} trail={trail} review={review} />
        ))}
      </ul>
    </section>
  )
}

function ReviewCard({ trail, review }: { readonly trail: string; readonly review: ReviewStanding }) {
  const { kind, due, isOverdue, everyDays, signed } = review
  const { title, about } = words.kinds[kind]
  return (
    <li className="role-card">
      <h2>{title}</h2>
      <p>{about}</p>
      <p>
        <span className={isOverdue ? 'mark mark-bad' : 'mark'}>
          {fill(isOverdue ? words.overdue : words.due, { date: showDate(due) })}
        </span>{' '}
        <span className="quiet">{fill(words.every, { days: showCount(everyDays) })}</span>
      </p>
      <p>
        <Link
          className="button button-new"
          to="/t/$trail/reviews/$kind"
          params={{ trail, kind }}
          aria-label={`${words.open}: ${title}`}
        >
          {words.open}
        </Link>
      </p>
      <h3>{words.signed}</h3>
      {signed.length === 0 && <p className="quiet">{words.signedNone}</p>}
      <ol className="watch-log">
        {signed.map((one) => (
          <Signed key={one.id} review={one} />
        ))}
      </ol>
    </li>
  )
}

function Signed({ review: { at, by, note, range, count, leftOpen } }: { readonly review: SignedReview }) {
  return (
    <li>
      <p>
        <Text>{fill(words.signedBy, { name: by, time: showDateAndTime(at) })}</Text>
      </p>
      <p>
        <Text>{note}</Text>
      </p>
      <p className="quiet">
        {fill(words.range, { from: showCount(range.from + 1), to: showCount(range.to) })} ·{' '}
        {words.looked(count, showCount(count))}
        {leftOpen > 0 && ` · ${words.left(leftOpen, showCount(leftOpen))}`}
      </p>
    </li>
  )
}
