import { wordsOf } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { getState } from '../api/record-api.ts'
import { Value } from '../event/value.tsx'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'

const most = 6

/** What the case is about, as it is now: the first of its fields that have a value, without its step, which stands beside its name. */
export function CaseRecord({ trail, type, id }: { readonly trail: string; readonly type: string; readonly id: string }) {
  const state = useQuery({
    queryKey: ['state', trail, type, id, undefined],
    queryFn: ({ signal }) => getState(trail, type, id, undefined, signal),
    retry: false,
  })
  if (!isAnswered(state)) return <ToCome />
  const fields = (state.data?.fields ?? []).filter(
    ({ value, kind }) => value !== undefined && value !== null && kind !== 'status',
  )
  if (fields.length === 0) return null
  return (
    <dl className="case-record" aria-label={m.workflow.now}>
      {fields.slice(0, most).map((field) => (
        <div key={`${field.field} ${field.path ?? ''}`}>
          <dt>
            <Text>{field.label ?? wordsOf(field.field)}</Text>
          </dt>
          <dd>{field.value !== undefined && <Value value={field.value} meant={field} />}</dd>
        </div>
      ))}
    </dl>
  )
}
