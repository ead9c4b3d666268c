import { wordsOf } from '@daybook/core'
import type { ChangeView } from '../api/event-view.ts'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { Value } from './value.tsx'

/** One change on a line of its own: the field, before → after. */
export function ChangeLine({ change }: { readonly change: ChangeView }) {
  return (
    <span className="change-line">
      <Text>{`${change.label ?? wordsOf(change.field)}:`}</Text> <Side change={change} side="before" />
      <span aria-hidden="true"> → </span>
      <span className="visually-hidden">{m.event.after}: </span>
      <Side change={change} side="after" />
    </span>
  )
}

/** One side of a change; what was not there, and what is kept from the record, in words. */
function Side({ change, side }: { readonly change: ChangeView; readonly side: 'before' | 'after' }) {
  const value = change[side]
  if (value !== undefined) return <Value value={value} meant={change} />
  const why = change.treated === undefined ? m.value[side === 'before' ? 'notSet' : 'removed'] : m.value.treated[change.treated]
  return <i className="quiet">{why}</i>
}
