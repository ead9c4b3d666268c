import { type ObjectRef, type Party, wordsOf } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import type { EventView } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { saysNumber } from '../names/says-number.ts'
import { useNames } from '../names/use-names.ts'
import { OutsideLink } from '../text/link.tsx'
import { Text } from '../text/text.tsx'
import { Moment } from './moment.tsx'
import { Fact, Facts } from './section.tsx'

/** The first three answers: who, what, when. */
export function WhoWhatWhen({ event, trail }: { readonly event: EventView; readonly trail: string }) {
  const { actor, related = [] } = event
  return (
    <Facts>
      <Fact name={m.event.who}>
        <Person party={actor} />
        {actor?.onBehalfOf && (
          <div className="line">
            <span className="quiet">{m.event.onBehalfOf} </span>
            <Person party={actor.onBehalfOf} />
          </div>
        )}
      </Fact>
      <Fact name={m.event.what}>
        <What event={event} trail={trail} />
        <div className="line">
          <span title={event.action}>
            <Text>{wordsOf(event.action)}</Text>
          </span>
          {event.outcome !== undefined && event.outcome !== 'success' && (
            <span className="mark mark-bad">{m.event.outcomes[event.outcome] ?? event.outcome}</span>
          )}
        </div>
      </Fact>
      <Fact name={m.event.related}>
        {related.length > 0 &&
          related.map((each) => (
            <div className="line" key={`${each.relation} ${each.type} ${each.id}`}>
              <Thing thing={each} trail={trail} />
              {/* An order that is related as an order needs no second word. */}
              {each.relation !== undefined && each.relation !== each.type && (
                <span className="quiet">
                  {' '}
                  <Text>{wordsOf(each.relation)}</Text>
                </span>
              )}
            </div>
          ))}
      </Fact>
      <Fact name={m.event.count}>{event.count !== undefined && showCount(event.count)}</Fact>
      <Fact name={m.event.when}>
        <Moment iso={event.occurredAt} />
      </Fact>
    </Facts>
  )
}

/** The record; of an import without one its file, which has a page of its own. */
function What({ event: { object, batch, count }, trail }: { readonly event: EventView; readonly trail: string }) {
  if (object) return <Thing thing={object} trail={trail} />
  // Many records, or a whole run: none is missing.
  if (batch?.file === undefined)
    return count === undefined && batch === undefined ? <span className="quiet">{m.event.noObject}</span> : null
  return (
    <Link to="/t/$trail/imports/$id" params={{ trail, id: batch.id }}>
      <Text>{batch.file.name}</Text>
    </Link>
  )
}

function Person({ party }: { readonly party: Party }) {
  const kind = m.actorTypes[party.type] ?? party.type
  // “CSV import” says already that it is one.
  const isSaid = party.type === 'unknown' || party.name?.toLowerCase().endsWith(kind.toLowerCase()) === true
  const details = [party.email, ...(party.roles ?? [])].filter((text) => text !== undefined)
  return (
    <>
      <strong>
        <Text>{party.name ?? (party.type === 'unknown' ? m.event.somebody : party.id)}</Text>
      </strong>{' '}
      <span className="quiet">
        {!isSaid && kind}
        {details.map((text, at) => (
          <span key={text}>
            {(at > 0 || !isSaid) && ' · '}
            <Text>{text}</Text>
          </span>
        ))}
      </span>
    </>
  )
}

/** Its name leads to its page in the tool; beside it, the way to everything that happened to it. */
function Thing({ thing, trail }: { readonly thing: ObjectRef; readonly trail: string }) {
  const names = useNames(trail)
  return (
    <>
      <OutsideLink url={thing.url}>
        <strong>
          <Text>{thing.name ?? names.record(thing.type, thing.id)}</Text>
        </strong>
      </OutsideLink>{' '}
      {/* “Order #1842” says it already; a name alone does not say what it is the name of. */}
      {thing.name !== undefined && !saysNumber(thing.name, thing.id) && !saysKind(thing.name, names.kind(thing.type)) && (
        <span className="quiet">
          <Text>{names.kind(thing.type)}</Text>{' '}
        </span>
      )}
      <Link to="/t/$trail/records/$type/$id" params={{ trail, type: thing.type, id: thing.id }} search={{}}>
        {m.event.history}
      </Link>
    </>
  )
}

const saysKind = (name: string, kind: string): boolean => name.toLowerCase().includes(kind.toLowerCase())
