import { formatQuery } from '@daybook/core'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { partsOf, without } from './edit-query.ts'

interface ChipsProps {
  readonly q: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly change: (change: {
    readonly q?: string | undefined
    readonly from?: string | undefined
    readonly to?: string | undefined
  }) => void
}

/** What is asked, a chip a condition; pressing one takes it out. */
export function Chips({ q, from, to, change }: ChipsProps) {
  const parts = partsOf(q) ?? []
  if (parts.length === 0 && from === undefined && to === undefined) return null
  const conditions = parts.map((part, at) => ({ text: formatQuery(part), drop: () => change({ q: without(q, at) }) }))
  const times = [
    ...(from === undefined ? [] : [{ text: fill(m.search.since, { time: from }), drop: () => change({ from: undefined }) }]),
    ...(to === undefined ? [] : [{ text: fill(m.search.before, { time: to }), drop: () => change({ to: undefined }) }]),
  ]
  return (
    <ul className="chips" aria-label={m.search.conditions}>
      {[...conditions, ...times].map(({ text, drop }) => (
        <li key={text}>
          <button type="button" className="chip" onClick={drop} title={fill(m.search.drop, { condition: text })}>
            <Text>{text}</Text>
            <span aria-hidden="true" className="chip-x">
              ×
            </span>
            <span className="visually-hidden">{m.search.dropWord}</span>
          </button>
        </li>
      ))}
      {conditions.length + times.length > 1 && (
        <li>
          <button
            type="button"
            className="button button-quiet"
            onClick={() => change({ q: undefined, from: undefined, to: undefined })}
          >
            {m.search.dropAll}
          </button>
        </li>
      )}
    </ul>
  )
}
