import { Link } from '@tanstack/react-router'
import { showDateAndTime } from '../format/moment.ts'
import { showList } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import type { PermissionReview, RightsChange } from './watch-api.ts'

const words = m.watch.reviews

interface PermissionContentProps {
  readonly trail: string
  readonly review: PermissionReview
}

/** Whom the changes are about: what each has got and lost altogether, and the events that did it. */
export function PermissionContent({ trail, review: { subjects } }: PermissionContentProps) {
  if (subjects.length === 0) return <p className="note">{words.nothing}</p>
  return (
    <ul className="rows watch-rows">
      {subjects.map(({ type, id, name, gained, lost, changes }) => (
        <li key={`${type}/${id}`} className="watch-row">
          <h2>
            <Text>{name === '' ? id : name}</Text> <span className="quiet">{whereOf(type)}</span>
          </h2>
          <dl className="role-facts">
            <Items name={words.gained} items={gained.map((item) => sayRight(type, item))} />
            <Items name={words.lost} items={lost.map((item) => sayRight(type, item))} />
            {gained.length + lost.length === 0 && <Items name={words.inTheEnd} items={[words.asBefore]} />}
          </dl>
          <ol className="watch-log">
            {changes.map((change) => (
              <Change key={change.seq} trail={trail} change={change} isOwn={type === 'person' || type === 'access_key'} />
            ))}
          </ol>
        </li>
      ))}
    </ul>
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

function Change({ trail, change: { id, at, sentence, isYours, byYou }, isOwn }: ChangeProps) {
  return (
    <li>
      <Link to="/t/$trail/events/$id" params={{ trail, id }} search={{ lane: isOwn ? 'own' : 'security' }}>
        <Text>{sentence}</Text>
      </Link>{' '}
      <time className="quiet" dateTime={at}>
        {showDateAndTime(at)}
      </time>{' '}
      {isYours && <span className="mark mark-bad">{words.isYours}</span>}
      {byYou && !isYours && <span className="mark">{words.byYou}</span>}
    </li>
  )
}
