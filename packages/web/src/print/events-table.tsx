import { wordsOf } from '@daybook/core'
import type { ChangeView, EventView } from '../api/event-view.ts'
import { hiddenWords } from '../event/hidden.ts'
import { fieldOfSlot } from '../event/slot-field.ts'
import { Value } from '../event/value.tsx'
import { showExact, showUtc } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useRoleLabel } from '../people/use-role-label.ts'
import type { CheckedEvent } from '../proof/check.ts'
import { VerdictIcon } from '../proof/verdict-icon.tsx'
import { sourceLabel } from '../source/sources.ts'
import { inOrder } from '../text/in-order.ts'
import { Sentence } from '../text/sentence.tsx'
import { Text } from '../text/text.tsx'

interface EventsTableProps {
  readonly events: readonly EventView[]
  readonly checked: ReadonlyMap<number, CheckedEvent>
}

/** Every event with its changes, its place, its hash, and whether its proof held when this page was made. */
export function EventsTable({ events, checked }: EventsTableProps) {
  return (
    <table className="paper-events">
      <thead>
        <tr>
          <th scope="col">{m.event.when}</th>
          <th scope="col">{m.event.what}</th>
          <th scope="col">{m.print.proof}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.seq}>
            <td>
              <time dateTime={event.occurredAt}>{showExact(event.occurredAt)}</time>
              <small className="quiet">{fill(m.event.utc, { time: showUtc(event.occurredAt) })}</small>
            </td>
            <td>
              <What event={event} />
            </td>
            <td>
              <Proof event={event} checked={checked.get(event.seq)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function What({ event }: { readonly event: EventView }) {
  const roleLabel = useRoleLabel()
  const hidden = (event.hidden ?? []).filter(({ slot }) => fieldOfSlot(slot) !== undefined)
  return (
    <>
      <Sentence event={event} />
      <small className="quiet">
        <Text>{`${event.actor.name ?? event.actor.id} · ${sourceLabel(event.source?.type ?? 'none')}`}</Text>
      </small>
      {inOrder(event.changes ?? [], (change) => (
        <small>
          <Text>{`${change.label ?? wordsOf(change.field)}:`}</Text> <Side change={change} side="before" /> →{' '}
          <Side change={change} side="after" />
        </small>
      ))}
      {inOrder(hidden, (slot) => (
        <small className="quiet">
          <Text>{`${wordsOf(fieldOfSlot(slot.slot) ?? '')}: ${hiddenWords(slot, roleLabel)}`}</Text>
        </small>
      ))}
      {event.reason !== undefined && (
        <small>
          {m.event.why}: <Text>{event.reason}</Text>
        </small>
      )}
    </>
  )
}

function Side({ change, side }: { readonly change: ChangeView; readonly side: 'before' | 'after' }) {
  const value = change[side]
  if (value !== undefined) return <Value value={value} meant={change} />
  return (
    <i>{change.treated === undefined ? m.value[side === 'before' ? 'notSet' : 'removed'] : m.value.treated[change.treated]}</i>
  )
}

function Proof({ event, checked }: { readonly event: EventView; readonly checked: CheckedEvent | undefined }) {
  const state = checked?.verdict ?? 'open'
  return (
    <>
      <span className="paper-verdict">
        <VerdictIcon state={state} /> {state === 'holds' ? m.proof.ok : state === 'broken' ? m.proof.failed : m.proof.open}
      </span>
      <small>{fill(m.print.position, { position: showCount(event.seq) })}</small>
      <small className="code">{event.hash}</small>
    </>
  )
}
