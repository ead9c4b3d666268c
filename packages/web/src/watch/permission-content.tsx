import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { MoreButton } from '../list/more-button.tsx'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { readReviewAddress } from './review-address.ts'
import { ReviewFilters } from './review-filters.tsx'
import { getPermissions, type PermissionReview, type RightsChange, type RightsSubject } from './watch-api.ts'

const words = m.watch.reviews

interface PermissionContentProps {
  readonly trail: string
  /** Its first page, with nothing asked for. */
  readonly review: PermissionReview
}

/** Whom the changes are about: what each has got and lost altogether, and the events that did it, fifty at a time. */
export function PermissionContent({ trail, review }: PermissionContentProps) {
  const filter = readReviewAddress(useSearch({ strict: false }))
  const isNarrowed = Object.keys(filter).length > 0
  const { to } = review.range
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
          <Subject key={`${subject.type}/${subject.id} ${subject.changes[0]?.seq}`} trail={trail} subject={subject} />
        ))}
      </ul>
      <MoreButton query={list} />
    </>
  )
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

function Subject({ trail, subject }: { readonly trail: string; readonly subject: RightsSubject }) {
  const { type, id, name, gained, lost, isContinued, changes } = subject
  return (
    <li className="watch-row">
      <h2>
        <Text>{name === '' ? id : name}</Text> <span className="quiet">{whereOf(type)}</span>
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
          <Change key={change.seq} trail={trail} change={change} isOwn={type === 'person' || type === 'access_key'} />
        ))}
      </ol>
    </li>
  )
}

const whereOf = (type: string): string => Object.entries(words.where).find(([known]) => known === type)?.[1] ?? words.where.other

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
}

function Change({ trail, change: { id, at, sentence, isYours, byYou, bySelf }, isOwn }: ChangeProps) {
  return (
    <li>
      <Link to="/t/$trail/events/$id" params={{ trail, id }} search={{ lane: isOwn ? 'own' : 'security' }}>
        <Text>{sentence}</Text>
      </Link>{' '}
      <time className="quiet" dateTime={at}>
        {showDateAndTime(at)}
      </time>{' '}
      {isYours && <span className="mark mark-bad">{words.isYours}</span>}
      {bySelf && !isYours && <span className="mark mark-bad">{words.bySelf}</span>}
      {byYou && !isYours && <span className="mark">{words.byYou}</span>}
    </li>
  )
}
