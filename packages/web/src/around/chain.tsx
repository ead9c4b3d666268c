import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getChain } from '../api/around-api.ts'
import type { EventDetail } from '../api/event-view.ts'
import { Section } from '../event/section.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { Text } from '../text/text.tsx'
import { allZones } from '../zone/all-zones.ts'
import { type ChainNode, chainTree, othersIn } from './chain-tree.ts'

/** What led to the event and what it led to, across people, automations, webhooks and imports, as a list of lists. */
export function CausesAndEffects({ event, trail }: { readonly event: EventDetail; readonly trail: string }) {
  const query = useQuery({
    queryKey: ['chain', trail, event.id],
    queryFn: ({ signal }) => getChain(trail, event.id, signal),
  })
  const tree = query.data && chainTree(query.data)
  const isMissing = event.causedBy !== undefined && event.causes.length === 0
  if (!isMissing && (!tree || othersIn(tree) === 0)) return null
  return (
    <Section title={m.around.chain}>
      {isMissing && <p className="quiet">{fill(m.event.causeMissing, { id: event.causedBy ?? '' })}</p>}
      {tree && othersIn(tree) > 0 && (
        <ul className="chain">
          <Node trail={trail} node={tree} />
        </ul>
      )}
      {query.data?.more && <p className="notice">{m.around.moreEffects}</p>}
    </Section>
  )
}

function Node({ trail, node }: { readonly trail: string; readonly node: ChainNode }) {
  const { step, isHere, effects } = node
  const { id, sentence, occurredAt = '', source } = step
  return (
    <li className={isHere ? 'chain-here' : undefined}>
      <div className="chain-step" aria-current={isHere ? 'true' : undefined}>
        {isHere || id === undefined ? (
          <strong>
            <Text>{sentence}</Text>
          </strong>
        ) : (
          <Link to="/t/$trail/events/$id" params={{ trail, id }} search={true} state={(held) => ({ over: (held.over ?? 0) + 1 })}>
            <Text>{sentence}</Text>
          </Link>
        )}
        {isHere && <span className="mark">{m.around.here}</span>}
        <time className="quiet" dateTime={occurredAt} title={allZones(occurredAt).join('\n')}>
          {showDateAndTime(occurredAt)}
        </time>
        {source?.type !== undefined && (
          <SourceBadge source={{ type: source.type, ...(source.name === undefined ? {} : { name: source.name }) }} />
        )}
      </div>
      {effects.length > 0 && (
        <ul aria-label={m.around.triggered}>
          {effects.map((effect) => (
            <Node key={effect.step.seq} trail={trail} node={effect} />
          ))}
        </ul>
      )}
    </li>
  )
}
