import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { showDate } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { SignedOff } from './signed-off.tsx'
import { getReviews, type ReviewStanding } from './watch-api.ts'

const words = m.watch.reviews
const newestShown = 3

/** When each review is due, and who signed which. */
export function ReviewsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Reviews key={trail} trail={trail} />
}

function Reviews({ trail }: { readonly trail: string }) {
  const reviews = useQuery({ queryKey: ['reviews', trail], queryFn: ({ signal }) => getReviews(trail, signal) })
  if (reviews.error && !reviews.data) return <Failure whole error={reviews.error} retry={() => void reviews.refetch()} />
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
        {signed.slice(0, newestShown).map((one) => (
          <li key={one.id}>
            <SignedOff review={one} />
          </li>
        ))}
      </ol>
      {signed.length > newestShown && (
        <details>
          <summary>{fill(words.earlier, { count: showCount(signed.length - newestShown) })}</summary>
          <ol className="watch-log">
            {signed.slice(newestShown).map((one) => (
              <li key={one.id}>
                <SignedOff review={one} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}
