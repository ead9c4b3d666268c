import { Link } from '@tanstack/react-router'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { FiringTold } from './firing-told.tsx'
import { useUnread, useUnreadCount } from './use-unread.ts'

const words = m.watch.alerts

/** On the start page: what alerts found that the reader has not opened, the newest three. Nothing where there is none. */
export function UnreadAlerts({ trail }: { readonly trail: string }) {
  const { unread, isAnswered } = useUnread(trail)
  if (!isAnswered) return <ToCome />
  if (unread === undefined || unread.count === 0) return null
  return (
    <section className="start-part unread-alerts" aria-labelledby="unread-alerts">
      <h2 id="unread-alerts">{words.newHere}</h2>
      <ul>
        {unread.data.map((firing) => (
          <li key={firing.id}>
            <strong>
              <Text>{firing.alert.name}</Text>
            </strong>
            <time className="quiet" dateTime={firing.at}>
              {showDateAndTime(firing.at)}
            </time>
            <FiringTold trail={trail} firing={firing} />
          </li>
        ))}
      </ul>
      <p>
        <Link to="/t/$trail/alerts" params={{ trail }}>
          {words.newAll(unread.count, showCount(unread.count))}
        </Link>
      </p>
    </section>
  )
}

/** On the button that the ways are folded behind on a phone, where the count beside the alerts is not seen. */
export function UnreadFolded({ trail }: { readonly trail: string }) {
  const count = useUnreadCount(trail)
  return count === 0 ? null : <span className="unread-count">{words.newFolded(count, showCount(count))}</span>
}

/** Beside the way to the alerts: how many the reader has not opened. */
export function UnreadCount({ trail }: { readonly trail: string }) {
  const count = useUnreadCount(trail)
  return count === 0 ? null : <span className="unread-count"> {words.new(count, showCount(count))}</span>
}
