import type { HiddenSlot } from '../api/event-view.ts'
import { m } from '../messages/messages.ts'
import { useRoleLabel } from '../people/use-role-label.ts'
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

/** Parts of the event that this reader does not get, but for changes, which stand in their table. */
export function NotShown({ hidden }: { readonly hidden: readonly HiddenSlot[] }) {
  const roleLabel = useRoleLabel()
  const others = hidden.filter((slot) => fieldOfSlot(slot.slot) === undefined)
  if (others.length === 0) return null
  return (
    <Section title={m.event.hidden.title}>
      <Facts>
        {others.map((slot) => (
          <Fact key={slot.slot} name={hiddenName(slot.slot)}>
            <span className="quiet">
              <Text>{hiddenWords(slot, roleLabel)}</Text>
            </span>
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}
