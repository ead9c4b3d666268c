import type { EventView } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import { Moment } from './moment.tsx'
import { Fact, Facts, Section } from './section.tsx'

/** When and by which key it was recorded, where it stands, and what is weak about it. */
export function OnTheRecord({ event }: { readonly event: EventView }) {
  const { producer, key, defects = [] } = event
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
          <Fact name={m.event.key}>
            <KeyName recorded={key} />
          </Fact>
          <Fact name={m.event.producer}>
            {producer && <Text>{fill(m.event.producerSeq, { id: producer.id, seq: showCount(producer.seq) })}</Text>}
          </Fact>
          <Fact name={m.event.category}>{m.event.categories[event.category] ?? event.category}</Fact>
          <Fact name={m.event.catalogue}>{event.catalogue !== undefined && showCount(event.catalogue)}</Fact>
          <Fact name={m.event.id}>
            <Text className="code">{event.id}</Text>
          </Fact>
        </Facts>
      </Section>
    </>
  )
}

/** The access key, by id; in words where no key was needed. */
function KeyName({ recorded }: { readonly recorded: string | undefined }) {
  if (recorded === undefined) return m.event.noKey
  if (recorded === 'local' || recorded === 'session') return m.event.keys[recorded]
  return <Text className="code">{recorded}</Text>
}
