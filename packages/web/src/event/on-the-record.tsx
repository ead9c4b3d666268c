import type { EventView } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import { Moment } from './moment.tsx'
import { Fact, Facts, Section } from './section.tsx'

/** When it was recorded, where it stands, and what is weak about it. */
export function OnTheRecord({ event }: { readonly event: EventView }) {
  const { key, defects = [] } = event
  return (
    <>
      {defects.length > 0 && (
        <Section title={m.event.weak}>
          <ul className="sentences">
            {inOrder(defects, (defect) => (
              <li>
                <Text>{defect.detail}</Text>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={m.event.record}>
        {event.history && <p>{m.list.historyWhy}</p>}
        <Facts>
          <Fact name={m.event.recorded}>
            <Moment iso={event.recordedAt} />
          </Fact>
          <Fact name={m.event.position}>{showCount(event.seq)}</Fact>
          <Fact name={m.event.category}>{m.event.categories[event.category] ?? event.category}</Fact>
          <Fact name={m.event.writtenBy}>
            <WrittenBy recorded={key} />
          </Fact>
        </Facts>
      </Section>
    </>
  )
}

/** In words where no key of a tool was used; keys are known to engineers. */
function WrittenBy({ recorded }: { readonly recorded: string | undefined }) {
  if (recorded === undefined) return m.event.noKey
  return recorded === 'local' || recorded === 'session' ? m.event.keys[recorded] : m.event.aTool
}
