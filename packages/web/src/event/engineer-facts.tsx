import type { EventView } from '../api/event-view.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { Fact, Facts } from './section.tsx'

/** What programs know the event and its parts by: names and numbers that nobody needs to understand what happened. */
export function EngineerFacts({ event }: { readonly event: EventView }) {
  return (
    <Facts>
      {facts(event).map(
        ([name, value]) =>
          value !== undefined && (
            <Fact key={name} name={name}>
              <Text className="code">{value}</Text>
            </Fact>
          ),
      )}
    </Facts>
  )
}

const w = m.event

function facts(event: EventView): readonly (readonly [name: string, value: string | undefined])[] {
  const { actor, object, customer, organization, source, workflow, batch, producer, override, key } = event
  return [
    [w.action, event.action],
    [w.id, event.id],
    [w.actorId, actor && reference(actor)],
    [w.forId, actor?.onBehalfOf && reference(actor.onBehalfOf)],
    [w.recordId, object && reference(object)],
    [w.customerId, customer?.id],
    [w.organizationId, organization?.id],
    [w.sourceId, source && [source.type, source.id].filter((part) => part !== undefined).join(' · ')],
    [w.agent, source?.userAgent],
    [w.request, source?.requestId],
    [w.session, source?.sessionId],
    [w.trace, source?.traceparent],
    [w.correlation, event.correlationId],
    [w.causeId, event.causedBy],
    [w.batchId, batch?.id],
    [w.fileHash, batch?.file?.sha256],
    [w.mapping, batch?.mapping],
    [w.caseId, workflow && reference(workflow)],
    [w.ruleId, override?.rule],
    [w.errorCode, event.error?.code],
    [w.producer, producer && fill(w.producerSeq, { id: producer.id, seq: showCount(producer.seq) })],
    [w.key, key === undefined || key === 'local' || key === 'session' ? undefined : key],
    [w.catalogue, event.catalogue === undefined ? undefined : String(event.catalogue)],
  ]
}

const reference = ({ type, id }: { readonly type: string; readonly id: string }): string => `${type}/${id}`
