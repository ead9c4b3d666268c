import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type FormEvent, useId, useRef, useState } from 'react'
import { showDate } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure, NotFound } from '../pages/failure.tsx'
import { RefusedNote } from '../people/field.tsx'
import { useDeed } from '../people/use-deed.ts'
import { LogContent } from './log-content.tsx'
import { PermissionContent } from './permission-content.tsx'
import { SignedOff } from './signed-off.tsx'
import { getReview, type LogReview, type PermissionReview, type ReviewKind, signReview } from './watch-api.ts'

const words = m.watch.reviews

/** What there is to look through since the last review, and signing it off. */
export function ReviewPage() {
  const { trail, kind } = useParams({ strict: false })
  if (trail === undefined) return null
  if (kind !== 'permissions' && kind !== 'log') return <NotFound />
  return <Review key={`${trail} ${kind}`} trail={trail} kind={kind} />
}

function Review({ trail, kind }: { readonly trail: string; readonly kind: ReviewKind }) {
  const client = useQueryClient()
  const [signedTo, setSignedTo] = useState<number>()
  const review = useQuery({
    queryKey: ['review', trail, kind],
    queryFn: ({ signal }) => getReview(trail, kind, signal),
    // What somebody looks through stands still until they ask again.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { title } = words.kinds[kind]
  const signed = async (to: number) => {
    setSignedTo(to)
    await client.invalidateQueries({ predicate: ({ queryKey }) => ['review', 'reviews'].includes(String(queryKey[0])) })
  }
  return (
    <section className="watch" aria-labelledby="review">
      <title>{`${title} · ${words.title} · ${trail} · ${m.app.name}`}</title>
      <p>
        <Link to="/t/$trail/reviews" params={{ trail }}>
          ← {words.back}
        </Link>
      </p>
      <h1 id="review">{title}</h1>
      <div role="status">
        {signedTo !== undefined && <p className="notice">{fill(words.done, { to: showCount(signedTo) })}</p>}
      </div>
      {review.error && !review.data && <Failure error={review.error} retry={() => void review.refetch()} />}
      {review.isPending && !review.error && <p className="quiet">{m.app.loading}</p>}
      {review.data && <Content key={review.data.range.from} trail={trail} review={review.data} signed={signed} />}
    </section>
  )
}

interface ContentProps {
  readonly trail: string
  readonly review: PermissionReview | LogReview
  readonly signed: (to: number) => Promise<void>
}

function Content({ trail, review, signed }: ContentProps) {
  const { from, to } = review.range
  const { last } = review.standing
  const lead = from === 0 ? words.sinceStart : words.since
  return (
    <>
      <Last standing={review.standing} />
      {last !== null && <h2>{words.sinceThen}</h2>}
      <p className="quiet lead">
        {fill(lead, { from: showCount(from + 1), to: showCount(to) })}
        {last !== null && last.leftOpen > 0 && ` ${words.leftBefore(last.leftOpen, showCount(last.leftOpen))}`}
      </p>
      {review.kind === 'permissions' ? (
        <PermissionContent trail={trail} review={review} />
      ) : (
        <LogContent trail={trail} review={review} />
      )}
      {review.isWhole ? (
        to > from && <WhenDue trail={trail} review={review} signed={signed} />
      ) : (
        <p className="note">{words.notWhole}</p>
      )}
    </>
  )
}

/** What was signed off last, by whom and when; and when it is due again. */
function Last({ standing: { last, due, isOverdue, everyDays } }: Pick<ContentProps['review'], 'standing'>) {
  return (
    <div className="review-last">
      {last === null ? <p>{words.signedNone}</p> : <SignedOff review={last} />}
      <p>
        <span className={isOverdue ? 'mark mark-bad' : 'mark'}>
          {fill(isOverdue ? words.overdue : last === null ? words.due : words.nextDue, { date: showDate(due) })}
        </span>{' '}
        <span className="quiet">{fill(words.every, { days: showCount(everyDays) })}</span>
      </p>
    </div>
  )
}

const dayMs = 86_400_000

/** The form stands open where it is time; before that it waits behind a button, so that nobody signs twice by mistake. */
function WhenDue(props: ContentProps) {
  const { last, due, everyDays } = props.review.standing
  const [nowMs] = useState(Date.now)
  const [wanted, setWanted] = useState(false)
  const isTime = last === null || nowMs > Date.parse(due) - (everyDays * dayMs) / 4
  if (isTime || wanted) return <SignOff {...props} />
  return (
    <p>
      <button type="button" className="button" onClick={() => setWanted(true)}>
        {words.signEarly}
      </button>
    </p>
  )
}

function SignOff({ trail, review, signed }: ContentProps) {
  const { kind, range } = review
  const [note, setNote] = useState('')
  const [isMissing, setMissing] = useState(false)
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMissing(note.trim() === '')
    if (note.trim() === '') return field.current?.focus()
    if (await run(() => signReview(trail, { kind, to: range.to, note }))) {
      setNote('')
      await signed(range.to)
    }
  }
  return (
    <form className="form form-wide" onSubmit={submit} noValidate>
      <div className="field">
        <label htmlFor={id}>{words.note}</label>
        <textarea
          id={id}
          ref={field}
          rows={3}
          required
          maxLength={2000}
          value={note}
          aria-invalid={isMissing}
          aria-describedby={isMissing ? `${id}-help ${id}-wrong` : `${id}-help`}
          onChange={(event) => {
            setNote(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <p id={`${id}-help`} className="quiet field-help">
          {review.kind === 'permissions' && review.counts.changes > 0 && `${whatOf(review)} `}
          {words.signLead}
        </p>
      </div>
      <RefusedNote refused={refused} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy}>
          {words.sign}
        </button>
        {isMissing && (
          <span id={`${id}-wrong`} className="field-wrong" role="alert">
            {words.noNote}
          </span>
        )}
      </div>
    </form>
  )
}

/** What a signature is for: all changes but those about whoever gives it. */
function whatOf({ counts: { changes, yours } }: PermissionReview): string {
  const signed = changes - yours
  if (yours === 0) return words.signAll(signed, showCount(signed))
  return words.signSome(signed, showCount(signed), yours, showCount(yours))
}
