import type { FieldState } from '@daybook/core'
import { wordsOf } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import type { StateAnswer } from '../api/record-api.ts'
import { Value } from '../event/value.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { Existence } from './existence.tsx'

interface CurrentFieldsProps {
  readonly trail: string
  readonly state: StateAnswer
  readonly showField: (field: string) => void
}

/** Each value with who made it so, and what the trail cannot know said beside it. */
export function CurrentFields({ trail, state, showField }: CurrentFieldsProps) {
  return (
    <>
      <Existence trail={trail} state={state} />
      {state.fields.length > 0 && (
        <table className="fields">
          <thead>
            <tr>
              <th scope="col">{m.event.field}</th>
              <th scope="col">{m.record.value}</th>
              <th scope="col">{m.record.madeBy}</th>
            </tr>
          </thead>
          <tbody>
            {state.fields.map((field) => (
              <tr key={`${field.field} ${field.path ?? ''}`}>
                <th scope="row">
                  <button type="button" className="link-button" onClick={() => showField(field.field)} title={m.record.showField}>
                    <Text>{field.label ?? wordsOf(field.field)}</Text>
                  </button>
                  {field.path !== undefined && <Text className="quiet">{` ${field.path}`}</Text>}
                </th>
                <td>
                  {field.known === 'hidden' ? <span className="quiet">{m.event.hidden.withheld}</span> : <Shown field={field} />}
                </td>
                <td className="quiet">
                  <MadeBy trail={trail} field={field} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!state.whole && <p className="notice">{m.record.notWhole}</p>}
    </>
  )
}

function Shown({ field }: { readonly field: FieldState }) {
  const { value, treated } = field
  if (value !== undefined) return <Value value={value} meant={field} />
  return <i className="quiet">{treated === undefined ? m.value.notSet : m.value.treated[treated]}</i>
}

export function MadeBy({ trail, field }: { readonly trail: string; readonly field: FieldState }) {
  const { by, known, unexplained } = field
  const words = fill(known === 'before' ? m.record.until : m.record.since, {
    actor: by.actor?.name ?? by.actor?.id ?? m.actorTypes.unknown,
    time: showDateAndTime(by.occurredAt),
  })
  return (
    <>
      {by.id === undefined ? (
        <Text>{words}</Text>
      ) : (
        <Link to="/t/$trail/events/$id" params={{ trail, id: by.id }} search={{}}>
          <Text>{words}</Text>
        </Link>
      )}
      {unexplained && ' '}
      {unexplained && (
        <span className="mark mark-bad" title={m.record.unexplainedWhy}>
          {m.record.unexplained}
        </span>
      )}
    </>
  )
}
