import { type FieldDeclaration, wordsOf } from '@daybook/core'
import { roleWords } from '../event/role-words.ts'
import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'

interface FieldTableProps {
  readonly title: string
  readonly fields: readonly (readonly [name: string, field: FieldDeclaration])[]
}

/** The fields of a kind of record: what each holds, what is done to it before it is recorded, who may read it. */
export function FieldTable({ title, fields }: FieldTableProps) {
  return (
    <details className="catalogue-fields">
      <summary>
        <Text>{fill(m.catalogue.fields, { title, count: fields.length })}</Text>
      </summary>
      <table className="fields">
        <thead>
          <tr>
            <th scope="col">{m.event.field}</th>
            <th scope="col">{m.catalogue.holds}</th>
            <th scope="col">{m.catalogue.treatment}</th>
            <th scope="col">{m.catalogue.readers}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(([name, field]) => (
            <tr key={name}>
              <th scope="row">
                <Text>{field.label ?? wordsOf(name)}</Text>
              </th>
              <td data-label={m.catalogue.holds}>
                <Text>{holds(field)}</Text>
              </td>
              <td data-label={m.catalogue.card.treatment}>
                {field.treatment === undefined ? m.catalogue.asItIs : m.catalogue.treatments[field.treatment]}
                {field.personal === true && ` · ${m.catalogue.personal}`}
              </td>
              <td data-label={m.catalogue.card.readers}>
                <Text>{field.readers === undefined ? m.catalogue.everyone : showList(field.readers.map(roleWords))}</Text>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** What kind of value it is; of a status its steps, of money its currency. */
const holds = ({ kind, sequence, currency }: FieldDeclaration): string =>
  [
    m.catalogue.kinds[kind ?? 'text'],
    ...(sequence === undefined ? [] : [sequence.join(' → ')]),
    ...(currency === undefined ? [] : [currency]),
  ].join(': ')
