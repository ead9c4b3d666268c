import { type Batch, type Named, type Workflow, wordsOf } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import type { EventDetail, EventView } from '../api/event-view.ts'
import { showBytes, showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { actsFor } from '../source/sources.ts'
import { OutsideLink } from '../text/link.tsx'
import { Text } from '../text/text.tsx'
import { programWords } from './program-words.ts'
import { Fact, Facts, Section } from './section.tsx'
import { Value } from './value.tsx'

/** Through what the event came, and what it belongs to. */
export function Origin({ event, trail }: { readonly event: EventDetail; readonly trail: string }) {
  const { source, error, override, batch, workflow } = event
  // A system's badge has its name already.
  const person = actsFor(source?.type ?? 'none') === 'person'
  return (
    <Section title={m.event.wherefrom}>
      <Facts>
        <Fact name={m.event.source}>
          <SourceBadge source={source} />
          {person && source?.name !== undefined && (
            <>
              {' · '}
              <Text>{source.name}</Text>
            </>
          )}
        </Fact>
        <Fact name={m.event.userAgent}>
          {source?.userAgent !== undefined && (
            <span title={source.userAgent}>
              <Text>{programWords(source.userAgent)}</Text>
            </span>
          )}
        </Fact>
        <Fact name={m.event.ip}>{source?.ip !== undefined && <Text className="code">{source.ip}</Text>}</Fact>
        <Fact name={m.event.batch}>{batch && <BatchFact batch={batch} event={event} trail={trail} />}</Fact>
        <Fact name={m.event.workflow}>{workflow && <WorkflowFact workflow={workflow} event={event} trail={trail} />}</Fact>
        <Fact name={m.event.organization}>{event.organization && <NamedFact named={event.organization} />}</Fact>
        <Fact name={m.event.customer}>
          {event.customer && (
            <>
              <NamedFact named={event.customer} />{' '}
              <Link to="/t/$trail/records/$type/$id" params={{ trail, type: 'customer', id: event.customer.id }} search={{}}>
                {m.event.history}
              </Link>
            </>
          )}
        </Fact>
        <Fact name={m.event.override}>{override && <Text>{override.name ?? wordsOf(override.rule)}</Text>}</Fact>
        <Fact name={m.event.error}>{error && <Text>{error.message ?? wordsOf(error.code ?? m.list.failure)}</Text>}</Fact>
      </Facts>
    </Section>
  )
}

/** What the tool said besides, each under its own name in words. */
export function AlsoSaid({ event: { context } }: { readonly event: EventView }) {
  const said = Object.entries(context ?? {})
  if (said.length === 0) return null
  return (
    <Section title={m.event.context}>
      <Facts>
        {said.map(([name, value]) => (
          <Fact key={name} name={wordsOf(name)}>
            <Value value={value} />
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}

function NamedFact({ named }: { readonly named: Named }) {
  return (
    <OutsideLink url={named.url}>
      <Text>{named.name ?? named.id}</Text>
    </OutsideLink>
  )
}

interface PartProps {
  readonly event: EventDetail
  readonly trail: string
}

function WorkflowFact({ workflow, event, trail }: PartProps & { readonly workflow: Workflow }) {
  const names = useNames(trail)
  return (
    <>
      <Link to="/t/$trail/workflows/$type/$id" params={{ trail, type: workflow.type, id: workflow.id }}>
        <Text>{caseName(event, workflow, names.kind(workflow.type))}</Text>
      </Link>
      {workflow.step !== undefined && (
        <>
          {' · '}
          <Text>{fill(m.event.step, { step: workflow.step })}</Text>
        </>
      )}
      {workflow.decision !== undefined && ` · ${m.event.decisions[workflow.decision] ?? workflow.decision}`}
    </>
  )
}

/** By the record that the case is about; by its own number where no record is named. */
function caseName({ object, related = [] }: EventDetail, { type, id }: Workflow, kind: string): string {
  const about = [object, ...related].find((thing) => thing?.type === type && thing.name !== undefined) ?? object
  return about?.name === undefined ? `${kind} ${id}` : fill(m.event.caseOf, { name: about.name })
}

/** By its file, which the event that began it names; else by what it is, or what ran it. */
const batchWords = (batch: Batch, { causes, source }: EventDetail): string =>
  batch.file?.name ??
  causes.find((cause) => cause.batch?.id === batch.id)?.batch?.file ??
  (batch.kind === undefined ? undefined : wordsOf(batch.kind)) ??
  source?.name ??
  batch.id

function BatchFact({ batch, event, trail }: PartProps & { readonly batch: Batch }) {
  const { file, claimed, failures = [] } = batch
  const counts = claimed && (['created', 'updated', 'unchanged', 'failed'] as const).filter((name) => claimed[name] !== undefined)
  const name = batchWords(batch, event)
  return (
    <>
      <Link to="/t/$trail/imports/$id" params={{ trail, id: batch.id }}>
        <Text>{name}</Text>
      </Link>
      {batch.kind !== undefined && wordsOf(batch.kind) !== name && (
        <>
          {' · '}
          <Text>{wordsOf(batch.kind)}</Text>
        </>
      )}
      {file?.size !== undefined && ` · ${showBytes(file.size)}`}
      {batch.rows !== undefined && ` · ${m.event.rows(batch.rows, showCount(batch.rows))}`}
      {counts && claimed && (
        <div className="line">
          {m.event.claimed}: {counts.map((name) => `${showCount(claimed[name] ?? 0)} ${m.event.claimedCounts[name]}`).join(', ')}
        </div>
      )}
      {failures.length > 0 && (
        <details className="line">
          <summary>
            {m.event.failures} ({showCount(failures.length)})
          </summary>
          <ul className="items">
            {failures.map((failure) => (
              <li key={failure.line}>
                {fill(m.event.line, { line: showCount(failure.line) })}: <Text>{failure.reason}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
