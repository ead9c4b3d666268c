import { Link } from '@tanstack/react-router'
import type { EventView } from '../api/event-view.ts'
import { zoneDay } from '../format/moment.ts'
import { LookedLink, useMayLook } from '../looked/looked-link.tsx'
import { fill, m } from '../messages/messages.ts'
import type { SearchAddress } from '../search/asked.ts'
import { withValue } from '../search/edit-query.ts'
import { Text } from '../text/text.tsx'
import { daySpan } from '../zone/day-span.ts'
import { currentZone } from '../zone/zone.ts'
import { Section } from './section.tsx'

/** Where one goes from here: the same person, the same request, paper. */
export function Onward({ event, trail }: { readonly event: EventView; readonly trail: string }) {
  const { actor, correlationId, occurredAt } = event
  const mayLook = useMayLook(trail)
  const by = withValue('', 'actor', actor.id)
  const name = actor.name ?? actor.id
  const day = daySpan(zoneDay(occurredAt), currentZone())
  const ways: readonly (readonly [words: string, search: SearchAddress])[] = [
    ...(actor.type === 'unknown'
      ? []
      : ([
          [fill(m.event.sameDay, { actor: name }), { q: by, lane: 'all', ...day }],
          [fill(m.event.allBy, { actor: name }), { q: by, lane: 'all' }],
        ] as const)),
    ...(correlationId === undefined
      ? []
      : [[m.event.sameRequest, { q: withValue('', 'correlation', correlationId), lane: 'all' }] as const]),
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
        {mayLook && (
          <li>
            <LookedLink trail={trail} at={{ event: event.id }} />
          </li>
        )}
        <li>
          <Link to="/t/$trail/events/$id/print" params={{ trail, id: event.id }}>
            {m.record.print}
          </Link>
        </li>
      </ul>
    </Section>
  )
}
