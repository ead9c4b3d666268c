import { type Batch, type Named, type Workflow, wordsOf } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import type { EventView } from '../api/event-view.ts'
import { showBytes, showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { SourceBadge } from '../source/source-badge.tsx'
import { actsFor } from '../source/sources.ts'
import { OutsideLink } from '../text/link.tsx'
import { Text } from '../text/text.tsx'
import { Fact, Facts, Section } from './section.tsx'

const Code = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? null : <Text className="code">{text}</Text>
const code = (text: string | undefined) => text !== undefined && <Code text={text} />

/** Through what the event came, and what it belongs to. */
export function Origin({ event, trail }: { readonly event: EventView; readonly trail: string }) {
  const { source, error, override } = event
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
          )}{' '}
          {code(source?.id)}
        </Fact>
        <Fact name={m.event.ip}>{code(source?.ip)}</Fact>
        <Fact name={m.event.userAgent}>{source?.userAgent !== undefined && <Text>{source.userAgent}</Text>}</Fact>
        <Fact name={m.event.request}>{code(source?.requestId)}</Fact>
        <Fact name={m.event.session}>{code(source?.sessionId)}</Fact>
        <Fact name={m.event.trace}>{code(source?.traceparent)}</Fact>
        <Fact name={m.event.correlation}>{code(event.correlationId)}</Fact>
        <Fact name={m.event.batch}>{event.batch && <BatchFact batch={event.batch} trail={trail} />}</Fact>
        <Fact name={m.event.workflow}>{event.workflow && <WorkflowFact workflow={event.workflow} trail={trail} />}</Fact>
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
        <Fact name={m.event.override}>{override && <Text>{override.name ?? override.rule}</Text>}</Fact>
        <Fact name={m.event.error}>
          {error && (
            <>
              {error.message !== undefined && <Text>{error.message}</Text>} {code(error.code)}
            </>
          )}
        </Fact>
        <Fact name={m.event.context}>
          {event.context && <Text className="code value-text">{JSON.stringify(event.context, null, 1)}</Text>}
        </Fact>
      </Facts>
    </Section>
  )
}

function NamedFact({ named }: { readonly named: Named }) {
  return (
    <>
      <OutsideLink url={named.url}>
        <Text>{named.name ?? named.id}</Text>
      </OutsideLink>{' '}
      {named.name !== undefined && <Code text={named.id} />}
    </>
  )
}

function WorkflowFact({ workflow, trail }: { readonly workflow: Workflow; readonly trail: string }) {
  return (
    <>
      <Link to="/t/$trail/workflows/$type/$id" params={{ trail, type: workflow.type, id: workflow.id }}>
        <Text>{wordsOf(workflow.type)}</Text> <Code text={workflow.id} />
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

function BatchFact({ batch, trail }: { readonly batch: Batch; readonly trail: string }) {
  const { file, claimed, failures = [] } = batch
  const counts = claimed && (['created', 'updated', 'unchanged', 'failed'] as const).filter((name) => claimed[name] !== undefined)
  return (
    <>
      <Link to="/t/$trail/imports/$id" params={{ trail, id: batch.id }}>
        <Code text={batch.id} />
      </Link>{' '}
      {batch.kind !== undefined && <Text>{batch.kind}</Text>}
      {batch.rows !== undefined && ` · ${m.event.rows(batch.rows, showCount(batch.rows))}`}
      {file && (
        <div className="line">
          {m.event.file}: <Text>{file.name}</Text>
          {file.size !== undefined && ` · ${showBytes(file.size)}`}
          {file.sha256 !== undefined && (
            <div className="line">
              SHA-256 <Code text={file.sha256} />
            </div>
          )}
        </div>
      )}
      {batch.mapping !== undefined && (
        <div className="line">
          {m.event.mapping}: <Text>{typeof batch.mapping === 'string' ? batch.mapping : JSON.stringify(batch.mapping)}</Text>
        </div>
      )}
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
