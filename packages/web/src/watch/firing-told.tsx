import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { type Firing, markRead } from './watch-api.ts'

const words = m.watch.alerts

/** What an alert found: how many events, over which stretch, the newest in words, and the way to all of them, which marks it as opened. */
export function FiringTold({ trail, firing }: { readonly trail: string; readonly firing: Firing }) {
  const opened = useMarkRead(trail)
  const { id, count, newest, events } = firing
  const { q, lane, from, to } = events
  return (
    <>
      <span className="quiet">
        {words.fired(count, showCount(count))}
        {stretch(firing)}
      </span>
      {newest !== null && (
        <span className="firing-newest">
          <Text>{count === 1 ? newest : fill(words.newest, { sentence: newest })}</Text>
        </span>
      )}
      <Link
        to="/t/$trail/search"
        params={{ trail }}
        search={{ q, lane, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }}
        onClick={() => void opened([id])}
      >
        {words.see(count, showCount(count))}
      </Link>
    </>
  )
}

/** Over how long the events occurred; not said where they did so when it fired. */
const stretch = ({ at, from, to }: Firing): string => {
  const [begin = '', end = '', then] = [from ?? at, to ?? at, at].map(showDateAndTime)
  if (begin === end) return begin === then ? '' : ` ${fill(words.around, { time: begin })}`
  return ` ${fill(words.between, { from: begin, to: end })}`
}

/** Marks firings as opened by the reader, all of them where none is named. What cannot be marked stays new. */
export function useMarkRead(trail: string): (firings?: readonly string[]) => Promise<void> {
  const client = useQueryClient()
  return async (firings) => {
    await markRead(trail, firings).catch(() => undefined)
    await client.invalidateQueries({ predicate: ({ queryKey: [what, of] }) => about.has(String(what)) && of === trail })
  }
}

const about: ReadonlySet<string> = new Set(['alerts', 'unread alerts', 'alert log'])
