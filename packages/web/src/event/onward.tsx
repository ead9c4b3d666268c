import { Link } from '@tanstack/react-router'
import type { EventView } from '../api/event-view.ts'
import { fill, m } from '../messages/messages.ts'
import type { SearchAddress } from '../search/asked.ts'
import { withValue } from '../search/edit-query.ts'
import { Text } from '../text/text.tsx'
import { Section } from './section.tsx'

const minute = 60_000

/** Where one goes from here: the same person, the same request, the same minutes. */
export function Onward({ event, trail }: { readonly event: EventView; readonly trail: string }) {
  const { actor, correlationId, occurredAt } = event
  const at = Date.parse(occurredAt)
  const by = withValue('', 'actor', actor.id)
  const name = actor.name ?? actor.id
  const day = occurredAt.slice(0, 10)
  const nextDay = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * minute).toISOString().slice(0, 10)
  const ways: readonly (readonly [words: string, search: SearchAddress])[] = [
    [fill(m.event.sameDay, { actor: name }), { q: by, lane: 'all', from: day, to: nextDay }],
    [fill(m.event.allBy, { actor: name }), { q: by, lane: 'all' }],
    ...(correlationId === undefined
      ? []
      : [[m.event.sameRequest, { q: withValue('', 'correlation', correlationId), lane: 'all' }] as const]),
    [
      m.event.around,
      { lane: 'all', from: new Date(at - 10 * minute).toISOString(), to: new Date(at + 10 * minute).toISOString() },
    ],
  ]
  return (
    <Section title={m.event.onward}>
      <ul className="onward">
        {ways.map(([words, search]) => (
          <li key={words}>
            <Link to="/t/$trail/search" params={{ trail }} search={search}>
              <Text>{words}</Text>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
