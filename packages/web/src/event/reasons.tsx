import { Link } from '@tanstack/react-router'
import type { EventDetail, HiddenSlot } from '../api/event-view.ts'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { fieldOfSlot, hiddenName, hiddenWords } from './hidden.ts'
import { Fact, Facts, Section } from './section.tsx'

/** Why it was done, in the words of whoever did it. */
export function Why({ reason }: { readonly reason: string | undefined }) {
  return (
    <Section title={m.event.why}>
      {reason === undefined ? (
        <p className="quiet">{m.event.noReason}</p>
      ) : (
        <blockquote className="reason">
          <Text className="value-text">{reason}</Text>
        </blockquote>
      )}
    </Section>
  )
}

/** The chain of events that led to this one, nearest first. */
export function Causes({ event, trail }: { readonly event: EventDetail; readonly trail: string }) {
  if (event.causedBy === undefined) return null
  return (
    <Section title={m.event.triggeredBy}>
      {event.causes.length === 0 ? (
        <p className="quiet">{fill(m.event.causeMissing, { id: event.causedBy })}</p>
      ) : (
        <ol className="sentences">
          {event.causes.map((cause) => (
            <li key={cause.id}>
              <Link
                to="/t/$trail/events/$id"
                params={{ trail, id: cause.id }}
                search={true}
                state={(held) => ({ over: (held.over ?? 0) + 1 })}
              >
                <Text>{cause.sentence}</Text>
              </Link>{' '}
              <time className="quiet" dateTime={cause.occurredAt}>
                {showDateAndTime(cause.occurredAt)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

/** Parts of the event that this reader does not get, but for changes, which stand in their table. */
export function NotShown({ hidden }: { readonly hidden: readonly HiddenSlot[] }) {
  const others = hidden.filter((slot) => fieldOfSlot(slot.slot) === undefined)
  if (others.length === 0) return null
  return (
    <Section title={m.event.hidden.title}>
      <Facts>
        {others.map((slot) => (
          <Fact key={slot.slot} name={hiddenName(slot.slot)}>
            <span className="quiet">{hiddenWords(slot)}</span>
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}
