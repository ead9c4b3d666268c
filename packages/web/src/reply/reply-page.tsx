import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { type EventView, isPruned } from '../api/event-view.ts'
import { getTimeline } from '../api/record-api.ts'
import { showDate, showDateAndTime } from '../format/moment.ts'
import { MoreButton } from '../list/more-button.tsx'
import { fill, m } from '../messages/messages.ts'
import { useCatalogue } from '../names/use-catalogue.ts'
import { useNames } from '../names/use-names.ts'
import { ClosedPage, Failure } from '../pages/failure.tsx'
import { readsBusiness } from '../pages/places.ts'
import { useReads } from '../people/use-session.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Sentence } from '../text/sentence.tsx'
import { Text } from '../text/text.tsx'
import { customerLine, customerName, keptBy, peopleIn } from './customer-text.ts'

/** What happened to a record, in words for its customer: chosen by event, seen before it is copied. */
export function ReplyPage() {
  const { trail, type, id } = useParams({ strict: false })
  if (trail === undefined || type === undefined || id === undefined) return null
  return <Reply key={JSON.stringify([trail, type, id])} trail={trail} type={type} id={id} />
}

interface ReplyProps {
  readonly trail: string
  readonly type: string
  readonly id: string
}

interface Line {
  readonly event: EventView
  readonly text: string
}

function Reply({ trail, type, id }: ReplyProps) {
  const names = useNames(trail)
  const catalogue = useCatalogue(trail)
  const reads = useReads(trail)
  const [changed, setChanged] = useState<ReadonlyMap<number, boolean>>(new Map())
  const query = useInfiniteQuery({
    queryKey: ['reply', trail, type, id],
    queryFn: ({ pageParam, signal }) =>
      getTimeline(trail, type, id, { only: 'object', q: 'category:data,workflow' }, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  if (query.error && !query.data) return <Failure whole error={query.error} retry={() => void query.refetch()} />
  if (query.data?.pages[0]?.data.length === 0 && !readsBusiness(reads)) return <ClosedPage />
  // Before the catalogue is there, nobody can tell what has to stay here.
  if (catalogue.error) return <Failure whole error={catalogue.error} retry={() => void catalogue.refetch()} />
  if (!query.data || catalogue.isPending) return <p className="quiet">{m.app.loading}</p>
  const events = query.data.pages.flatMap(({ data }) => data.flatMap((event) => (isPruned(event) ? [] : [event])))
  const people = peopleIn(events)
  const lines = events.flatMap((event): Line[] => {
    const text = customerLine(event, { names: people, isKept: keptBy(catalogue.data) })
    return text === undefined ? [] : [{ event, text }]
  })
  // The newest few are what one is asked about; the rest is there to be added.
  const isChosen = (line: Line) => changed.get(line.event.seq) ?? lines.indexOf(line) < fewest
  const about = customerName(type, names.kind(type), events[0]?.object?.name ?? names.record(type, id), people)
  const chosen = lines.filter(isChosen).reverse()
  const text = [
    fill(m.reply.opening, { record: about }),
    ...chosen.map(({ event, text }) => fill(m.reply.line, { date: showDate(event.occurredAt), text })),
  ].join('\n')
  return (
    <section className="reply" aria-labelledby="reply">
      <title>{`${m.reply.title} · ${m.app.name}`}</title>
      <p className="quiet">
        <Link to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
          ← <Text>{events[0]?.object?.name ?? names.record(type, id)}</Text>
        </Link>
      </p>
      <h1 id="reply">{m.reply.title}</h1>
      <p className="quiet lead">{m.reply.lead}</p>
      {lines.length === 0 ? (
        <p className="note">{m.reply.nothing}</p>
      ) : (
        <div className="reply-parts">
          <fieldset className="reply-choose">
            <legend>{m.reply.choose}</legend>
            {lines.map((line) => (
              <Choice
                key={line.event.seq}
                line={line}
                isChosen={isChosen(line)}
                choose={(is) => setChanged(new Map([...changed, [line.event.seq, is]]))}
              />
            ))}
            <MoreButton query={query} />
            {lines.length < events.length && <p className="quiet">{m.reply.left(events.length - lines.length)}</p>}
          </fieldset>
          <section className="reply-preview" aria-labelledby="preview">
            <h2 id="preview">{m.reply.preview}</h2>
            <blockquote className="reply-text">
              <Text className="value-text">{text}</Text>
            </blockquote>
            <CopyButton text={text} label={m.reply.copy} />
          </section>
        </div>
      )}
    </section>
  )
}

const fewest = 5

interface ChoiceProps {
  readonly line: Line
  readonly isChosen: boolean
  readonly choose: (is: boolean) => void
}

/** The event as it reads here; what the customer would read stands in the preview. */
function Choice({ line: { event }, isChosen, choose }: ChoiceProps) {
  const id = useId()
  return (
    <div className="reply-choice">
      <input type="checkbox" id={id} checked={isChosen} onChange={(change) => choose(change.currentTarget.checked)} />
      <label htmlFor={id}>
        <Sentence event={event} />{' '}
        <time className="quiet" dateTime={event.occurredAt}>
          {showDateAndTime(event.occurredAt)}
        </time>
      </label>
    </div>
  )
}
