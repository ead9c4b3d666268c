import { wordsOf } from '@daybook/core'
import type { ChangeView, HiddenSlot } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { useRoleLabel } from '../people/use-role-label.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import { ChangeRow } from './change-row.tsx'
import { fieldOfSlot, hiddenWords } from './hidden.ts'
import { Section } from './section.tsx'

const unchanged = (change: ChangeView) =>
  change.before !== undefined && change.treated === undefined && JSON.stringify(change.before) === JSON.stringify(change.after)

/** What the event changed, from what to what. Fields sent with the same value on both sides are counted, not shown. */
export function Changes({
  changes = [],
  hidden,
}: {
  readonly changes: readonly ChangeView[] | undefined
  readonly hidden: readonly HiddenSlot[]
}) {
  const roleLabel = useRoleLabel()
  const real = changes.filter((change) => !unchanged(change))
  const hiddenFields = hidden.filter((slot) => fieldOfSlot(slot.slot) !== undefined)
  const still = changes.length - real.length
  const shown = real.length + hiddenFields.length
  if (changes.length + hiddenFields.length === 0) return null
  return (
    <Section title={m.event.changes}>
      {shown > 0 && (
        <table className="changes">
          <thead>
            <tr>
              <th scope="col">{m.event.field}</th>
              <th scope="col">{m.event.before}</th>
              <th scope="col">{m.event.after}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder(real, (change) => (
              <ChangeRow change={change} />
            ))}
            {hiddenFields.map((slot) => (
              <tr key={slot.slot}>
                <th scope="row">
                  <Text>{wordsOf(fieldOfSlot(slot.slot) ?? '')}</Text>
                </th>
                <td colSpan={2} className="quiet">
                  <Text>{hiddenWords(slot, roleLabel)}</Text>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {still > 0 && <p className="quiet">{m.event.sameValues(still, showCount(still))}</p>}
    </Section>
  )
}
