import { type FieldState, wordsOf } from '@daybook/core'
import type { ChangeView } from '../api/event-view.ts'
import type { Comparison, Difference, StateAnswer } from '../api/record-api.ts'
import { Sides } from '../event/change-row.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { m } from '../messages/messages.ts'
import { MadeBy } from '../record/current-fields.tsx'
import { Existence } from '../record/existence.tsx'
import { Text } from '../text/text.tsx'

interface DifferenceTableProps {
  readonly trail: string
  readonly compared: Comparison
  /** The later moment is now. */
  readonly isNow: boolean
}

/** What differs and by which events, and what is the same said in a number. */
export function DifferenceTable({ trail, compared, isNow }: DifferenceTableProps) {
  const { from, to, changes } = compared
  const same = to.fields.length - changes.filter((change) => change.to).length
  const laterHead = isNow ? m.compare.now : showDateAndTime(to.at)
  return (
    <>
      {[from, to].some(isOdd) && (
        <div className="compare-life">
          <Life trail={trail} state={from} head={showDateAndTime(from.at)} />
          <Life trail={trail} state={to} head={laterHead} />
        </div>
      )}
      {changes.length > 0 && (
        <table className="changes differences">
          <thead>
            <tr>
              <th scope="col">{m.event.field}</th>
              <th scope="col">{showDateAndTime(from.at)}</th>
              <th scope="col">{laterHead}</th>
            </tr>
          </thead>
          {changes.map((change) => (
            <DifferenceRows key={`${change.field} ${(change.to ?? change.from)?.path ?? ''}`} trail={trail} change={change} />
          ))}
        </table>
      )}
      <p className="quiet">
        {changes.length === 0 && `${m.compare.nothing} `}
        {same > 0 && m.compare.same(same)}
      </p>
      {(!from.whole || !to.whole) && <p className="notice">{m.record.notWhole}</p>}
    </>
  )
}

const isOdd = ({ laterSeenAt, endedBy, returnedBy }: StateAnswer): boolean =>
  laterSeenAt !== undefined || endedBy !== undefined || returnedBy !== undefined

/** Where one of the moments is before it began, or after it was deleted. */
function Life({ trail, state, head }: { readonly trail: string; readonly state: StateAnswer; readonly head: string }) {
  return (
    <div>
      <strong>{head}</strong>
      <Existence trail={trail} state={state} brief />
    </div>
  )
}

/** Its values, and below each where it comes from. */
function DifferenceRows({ trail, change }: { readonly trail: string; readonly change: Difference }) {
  const { field, from, to } = change
  const known = to ?? from
  return (
    <tbody>
      <tr>
        <th scope="row" rowSpan={2}>
          <Text>{known?.label ?? wordsOf(field)}</Text>
          {known?.path !== undefined && (
            <span className="quiet path">
              <Text>{known.path}</Text>
            </span>
          )}
        </th>
        {isHidden(from) || isHidden(to) ? (
          <td colSpan={2} className="quiet">
            {m.event.hidden.withheld}
          </td>
        ) : (
          <Sides change={asChange(change)} />
        )}
      </tr>
      <tr className="difference-by">
        <td data-label={m.compare.beforeBy}>{from ? <MadeBy trail={trail} field={from} /> : m.compare.unknown}</td>
        <td data-label={m.compare.afterBy}>{to ? <MadeBy trail={trail} field={to} /> : m.compare.unknown}</td>
      </tr>
    </tbody>
  )
}

const isHidden = (state: FieldState | undefined): boolean => state?.known === 'hidden'

const asChange = ({ field, from, to }: Difference): ChangeView => {
  const { label, path, kind, currency, treated } = to ?? from ?? ({} as Partial<FieldState>)
  return {
    field,
    ...(label === undefined ? {} : { label }),
    ...(path === undefined ? {} : { path }),
    ...(kind === undefined ? {} : { kind }),
    ...(currency === undefined ? {} : { currency }),
    ...(treated === undefined ? {} : { treated }),
    ...(from?.value === undefined ? {} : { before: from.value }),
    ...(to?.value === undefined ? {} : { after: to.value }),
  }
}
