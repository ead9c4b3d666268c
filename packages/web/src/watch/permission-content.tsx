import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { MoreButton } from '../list/more-button.tsx'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { readReviewAddress, stillThere } from './review-address.ts'
import { ReviewFilters } from './review-filters.tsx'
import { type Apart, tellApart, whereOf } from './review-names.ts'
import { getPermissions, type PermissionReview, type ReviewFilter, type RightsChange, type RightsSubject } from './watch-api.ts'

const words = m.watch.reviews

interface PermissionContentProps {
  readonly trail: string
  /** Its first page, with nothing asked for. */
  readonly review: PermissionReview
}

/** Whom the changes are about: what each has got and lost altogether, and the events that did it, fifty at a time. */
export function PermissionContent({ trail, review }: PermissionContentProps) {
  const filter = useFilter(trail, review)
  const isNarrowed = Object.keys(filter).length > 0
  const { from, to } = review.range
  const list = useInfiniteQuery({
    queryKey: ['review', trail, 'permissions', to, filter],
    queryFn: ({ pageParam, signal }) =>
      pageParam === undefined && !isNarrowed ? review : getPermissions(trail, to, filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  })
  const pages = list.data?.pages ?? []
  const subjects = pages.flatMap((page) => page.subjects)
  const shown = subjects.reduce((sum, { changes }) => sum + changes.length, 0)
  const matching = pages[0]?.matching ?? 0
  const apart = tellApart(review.choices.person)
  if (review.counts.changes === 0) return <p className="note">{words.nothing}</p>
  return (
    <>
      <Counts counts={review.counts} />
      <ReviewFilters trail={trail} choices={review.choices} filter={filter} />
      <p role="status" className="quiet">
        {fill(words.shown, { shown: showCount(shown), of: showCount(matching) })}
      </p>
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      <ul className="rows watch-rows">
        {subjects.map((subject) => (
          <Subject
            key={`${subject.type}/${subject.id} ${subject.changes[0]?.seq}`}
            trail={trail}
            subject={subject}
            from={from}
            apart={apart.get(`${subject.type}/${subject.id}`)}
          />
        ))}
      </ul>
      <MoreButton query={list} />
    </>
  )
}

/** What the address narrows the list by, as far as there is any of it; what is gone goes from the address too. */
function useFilter(trail: string, { choices }: PermissionReview): ReviewFilter {
  const asked = readReviewAddress(useSearch({ strict: false }))
  const filter = stillThere(asked, choices)
  const navigate = useNavigate()
  const isStale = Object.keys(filter).length < Object.keys(asked).length
  const address = JSON.stringify(filter)
  useEffect(() => {
    if (!isStale) return
    const search = JSON.parse(address) as ReviewFilter
    void navigate({ to: '/t/$trail/reviews/$kind', params: { trail, kind: 'permissions' }, search, replace: true })
  }, [isStale, address, trail, navigate])
  return filter
}

function Counts({ counts }: Pick<PermissionReview, 'counts'>) {
  const { changes, subjects, gained, lost, bySelf, yours } = counts
  return (
    <p>
      {words.counted(changes, showCount(changes), subjects, showCount(subjects))}{' '}
      {words.gave(gained, showCount(gained), showCount(lost))}
      {bySelf > 0 && (
        <>
          {' '}
          <span className="mark mark-bad">{words.selfCount(bySelf, showCount(bySelf))}</span>
        </>
      )}
      {yours > 0 && (
        <>
          {' '}
          <span className="mark mark-bad">{words.left(yours, showCount(yours))}</span>
        </>
      )}
    </p>
  )
}

interface SubjectProps {
  readonly trail: string
  readonly subject: RightsSubject
  /** Where the review begins: what is before was left by an earlier one. */
  readonly from: number
  /** Where somebody else of the review has the same name. */
  readonly apart: Apart | undefined
}

function Subject({ trail, subject, from, apart }: SubjectProps) {
  const { type, id, name, gained, lost, isContinued, changes } = subject
  return (
    <li className="watch-row">
      <h2>
        <Text>{name === '' ? id : name}</Text> <span className="quiet">{apart?.isById ? apart.what : whereOf(type)}</span>
        {isContinued && <span className="quiet"> {words.continued}</span>}
      </h2>
      {!isContinued && (
        <dl className="role-facts">
          <Items name={words.gained} items={gained.map((item) => sayRight(type, item))} />
          <Items name={words.lost} items={lost.map((item) => sayRight(type, item))} />
          {gained.length + lost.length === 0 && <Items name={words.inTheEnd} items={[words.asBefore]} />}
        </dl>
      )}
      <ol className="watch-log">
        {changes.map((change) => (
          <Change
            key={change.seq}
            trail={trail}
            change={change}
            isOwn={type === 'person' || type === 'access_key'}
            wasLeft={change.seq < from}
          />
        ))}
      </ol>
    </li>
  )
}

/** What a key may do has a word for programs; people read a sentence. */
const sayRight = (type: string, item: string): string =>
  (type === 'access_key' ? Object.entries(m.people.key.roles).find(([role]) => role === item)?.[1] : undefined) ?? item

function Items({ name, items }: { readonly name: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Text>{showList(items)}</Text>
      </dd>
    </>
  )
}

interface ChangeProps {
  readonly trail: string
  readonly change: RightsChange
  readonly isOwn: boolean
  readonly wasLeft: boolean
}

function Change({ trail, change: { id, at, sentence, isYours, byYou, bySelf }, isOwn, wasLeft }: ChangeProps) {
  return (
    <li>
      <Link to="/t/$trail/events/$id" params={{ trail, id }} search={{ lane: isOwn ? 'own' : 'security' }}>
        <Text>{sentence}</Text>
      </Link>{' '}
      <time className="quiet" dateTime={at}>
        {showDateAndTime(at)}
      </time>{' '}
      {wasLeft && <span className="mark">{words.wasLeft}</span>}
      {isYours && <span className="mark mark-bad">{words.isYours}</span>}
      {bySelf && !isYours && <span className="mark mark-bad">{words.bySelf}</span>}
      {byYou && !isYours && <span className="mark">{words.byYou}</span>}
    </li>
  )
}
