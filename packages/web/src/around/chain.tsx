import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { EventDetail } from '../api/event-view.ts'
import { Section } from '../event/section.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { Text } from '../text/text.tsx'
import { allZones } from '../zone/all-zones.ts'
import { foldedLine, lineFrom } from './chain-line.ts'
import { type ChainNode, chainTree, othersIn } from './chain-tree.ts'
import { useChain } from './use-chain.ts'

/** What led to the event and what it led to, across people, automations, webhooks and imports, as a list of lists. */
export function CausesAndEffects({ event, trail }: { readonly event: EventDetail; readonly trail: string }) {
  const query = useChain(trail, event.id)
  const tree = query.data && chainTree(query.data)
  const isMissing = event.causedBy !== undefined && event.causes.length === 0
  if (!isMissing && (!tree || othersIn(tree) === 0)) return null
  return (
    <Section title={m.around.chain}>
      {isMissing && <p className="quiet">{fill(m.event.causeMissing, { id: event.causedBy ?? '' })}</p>}
      {query.data?.moreCauses && <p className="notice">{m.around.moreCauses}</p>}
      {tree && othersIn(tree) > 0 && (
        <ul className="chain">
          <Line trail={trail} start={tree} />
        </ul>
      )}
      {query.data?.more && (
        <p className="notice">
          {m.around.moreEffects}{' '}
          <Link to="/t/$trail/search" params={{ trail }} search={{ q: `causedBy:${event.id}`, lane: 'all' }}>
            {m.around.allEffects}
          </Link>
        </p>
      )}
    </Section>
  )
}

interface LineProps {
  readonly trail: string
  readonly start: ChainNode
}

/** Events that follow each other stand below each other; only where one triggered several does a list begin inside it. */
function Line({ trail, start }: LineProps) {
  const [open, setOpen] = useState(false)
  const line = lineFrom(start)
  return (
    <>
      {(open ? line : foldedLine(line)).map((step) =>
        'count' in step ? (
          <li key={`from ${step.from}`}>
            <button type="button" className="link-button" onClick={() => setOpen(true)}>
              {m.around.between(step.count, showCount(step.count))}
            </button>
          </li>
        ) : (
          <Step key={step.step.seq} trail={trail} node={step} follows={step !== start} />
        ),
      )}
    </>
  )
}

interface StepProps {
  readonly trail: string
  readonly node: ChainNode
  /** Whether what stands before it triggered it. */
  readonly follows: boolean
}

/** So many of what an event triggered are shown at once, and five times as many more at each press. */
const branchesAtOnce = 20

function Step({ trail, node, follows }: StepProps) {
  const [shown, setShown] = useState(branchesAtOnce)
  const { step, isHere, effects } = node
  const { id, sentence, occurredAt = '', source } = step
  const branches = effects.length > 1 ? effects : []
  const rest = branches.length - shown
  return (
    <li className={isHere ? 'chain-here' : undefined}>
      <div className="chain-step" aria-current={isHere ? 'true' : undefined}>
        <span>
          {follows && (
            <span className="quiet">
              <span aria-hidden="true">↳</span>
              <span className="visually-hidden">{m.around.thenTriggered}</span>
            </span>
          )}{' '}
          {isHere || id === undefined ? (
            <strong>
              <Text>{sentence}</Text>
            </strong>
          ) : (
            <Link
              to="/t/$trail/events/$id"
              params={{ trail, id }}
              search={true}
              state={(held) => ({ over: (held.over ?? 0) + 1 })}
            >
              <Text>{sentence}</Text>
            </Link>
          )}
        </span>
        {isHere && <span className="mark">{m.around.here}</span>}
        <time className="quiet" dateTime={occurredAt} title={allZones(occurredAt).join('\n')}>
          {showDateAndTime(occurredAt)}
        </time>
        {source?.type !== undefined && (
          <SourceBadge source={{ type: source.type, ...(source.name === undefined ? {} : { name: source.name }) }} />
        )}
      </div>
      {branches.length > 0 && (
        <ul aria-label={m.around.triggered}>
          {branches.slice(0, shown).map((effect) => (
            <Line key={effect.step.seq} trail={trail} start={effect} />
          ))}
          {rest > 0 && (
            <li>
              <button type="button" className="link-button" onClick={() => setShown(shown + 5 * branchesAtOnce)}>
                {fill(m.around.others, { count: showCount(rest) })}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}
