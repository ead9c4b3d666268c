import { type Json, wordsOf } from '@daybook/core'
import type { ChangeView } from '../api/event-view.ts'
import { difference, showNumeral } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import { diffLists } from './list-diff.ts'
import { ListChange, Value } from './value.tsx'
import { type DiffRun, diffWords } from './word-diff.ts'

/** Texts from this length on are compared word by word. */
const longText = 60

/** One field's change: before and after side by side, or together where that reads better (long texts, lists). */
export function ChangeRow({ change }: { readonly change: ChangeView }) {
  return (
    <tr>
      <th scope="row">
        <Text>{change.label ?? wordsOf(change.field)}</Text>
        {change.path !== undefined && (
          <span className="quiet path">
            <Text>{change.path}</Text>
          </span>
        )}
      </th>
      <Sides change={change} />
    </tr>
  )
}

export function Sides({ change }: { readonly change: ChangeView }) {
  const { before, after, kind, treated } = change
  if (treated !== undefined && before === undefined && after === undefined)
    return (
      <td colSpan={2} className="quiet">
        {m.value.treated[treated]}
      </td>
    )
  const together = treated === undefined ? combined(before, after) : undefined
  if (together) return <td colSpan={2}>{together}</td>
  const amount = kind === 'number' || kind === 'money' || typeof after === 'number' ? difference(before, after) : undefined
  return (
    <>
      <td data-label={m.event.before}>
        {before === undefined ? <i className="quiet">{m.value.notSet}</i> : <Value value={before} meant={change} />}
      </td>
      <td data-label={m.event.after}>
        {after === undefined ? <i className="quiet">{m.value.removed}</i> : <Value value={after} meant={change} />}
        {amount !== undefined && (
          <small className="quiet note-line">
            {fill(m.value.difference, { amount: showNumeral(amount, { currency: change.currency, signed: true }) })}
          </small>
        )}
        {treated !== undefined && <small className="quiet note-line">{m.value.treated[treated]}</small>}
      </td>
    </>
  )
}

/** Both sides in one: what a list gained and lost, or a long text with its changed words marked. */
function combined(before: Json | undefined, after: Json | undefined) {
  if (Array.isArray(before) && Array.isArray(after)) {
    const changed = diffLists(before, after)
    return changed.added.length + changed.removed.length > 0 ? <ListChange {...changed} /> : undefined
  }
  if (typeof before !== 'string' || typeof after !== 'string') return undefined
  if (Math.max(before.length, after.length) < longText && !`${before}${after}`.includes('\n')) return undefined
  const runs = diffWords(before, after)
  return (
    runs && (
      <div className="word-diff">
        {inOrder(runs, (run) => (
          <Run run={run} />
        ))}
      </div>
    )
  )
}

function Run({ run }: { readonly run: DiffRun }) {
  if (run.kind === 'same') return <Text>{run.text}</Text>
  const Mark = run.kind === 'removed' ? 'del' : 'ins'
  return (
    <Mark>
      <Text>{run.text}</Text>
    </Mark>
  )
}
