import { type FieldKind, type Json, wordsOf } from '@daybook/core'
import { isDay, isInstant, showDateAndTime, showUtc, showUtcDay } from '../format/moment.ts'
import { showCount, showNumeral } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import type { ListDiff } from './list-diff.ts'

const Quiet = ({ children }: { readonly children: string }) => <i className="quiet">{children}</i>

/** What the catalogue says of a field: a change has it, and a field of a record. */
interface Meant {
  readonly kind?: FieldKind | undefined
  readonly currency?: string | undefined
}

/** One side of a change, or any value of an event, by what is meant by it. `undefined` is the caller's to name. */
export function Value({ value, meant = {} }: { readonly value: Json; readonly meant?: Meant }) {
  if (value === null) return <Quiet>{m.value.empty}</Quiet>
  if (typeof value === 'boolean') return value ? m.value.yes : m.value.no
  if (typeof value === 'number') return <span className="numeral">{numberText(value, meant)}</span>
  if (typeof value === 'string') return <TextValue text={value} meant={meant} />
  if (Array.isArray(value)) return <ListValue items={value} />
  return <MembersValue members={Object.entries(value)} />
}

/** Grouped only where it is known to be a quantity: a year or a number of something is none. */
const numberText = (value: number, meant: Meant): string =>
  meant.kind === 'money' || meant.kind === 'number' ? showNumeral(String(value), meant) : String(value)

function TextValue({ text, meant }: { readonly text: string; readonly meant: Meant }) {
  const { kind } = meant
  if (text === '') return <Quiet>{m.value.emptyText}</Quiet>
  if (text.trim() === '') return <Quiet>{m.value.spaces}</Quiet>
  if (text.startsWith('enc1:')) return <Quiet>{m.value.encrypted}</Quiet>
  if (text.startsWith('tok1:')) return <Text className="code">{text}</Text>
  if (kind === 'money' || kind === 'number')
    return (
      <span className="numeral">
        <Text>{showNumeral(text, meant)}</Text>
      </span>
    )
  if (kind === 'date' && isDay(text)) return <time dateTime={text}>{showUtcDay(Date.parse(text))}</time>
  // In the reader's zone, as every other time on the page; as it was recorded on hover.
  if (kind !== 'text' && isInstant(text))
    return (
      <time dateTime={text} title={`UTC ${showUtc(text)}`}>
        {showDateAndTime(text)}
      </time>
    )
  return <Text className="value-text">{text}</Text>
}

function ListValue({ items }: { readonly items: readonly Json[] }) {
  if (items.length === 0) return <Quiet>{m.value.emptyList}</Quiet>
  return (
    <ul className="items">
      {inOrder(items, (item) => (
        <li>
          <Value value={item} />
        </li>
      ))}
    </ul>
  )
}

/** The members of an object on one line, so that an item of a list stays one item. */
function MembersValue({ members }: { readonly members: readonly (readonly [name: string, value: Json])[] }) {
  if (members.length === 0) return <Quiet>{m.value.empty}</Quiet>
  return (
    <ul className="members">
      {members.map(([name, value]) => (
        <li key={name}>
          <Text className="quiet">{wordsOf(name)}</Text> <Value value={value} />
        </li>
      ))}
    </ul>
  )
}

/** What a list gained and lost. */
export function ListChange({ added, removed, kept }: ListDiff) {
  return (
    <div className="list-change">
      {removed.length > 0 && <ListPart name={m.value.dropped} sign="−" items={removed} />}
      {added.length > 0 && <ListPart name={m.value.added} sign="+" items={added} />}
      {kept > 0 && <Quiet>{m.value.kept(kept, showCount(kept))}</Quiet>}
    </div>
  )
}

function ListPart({ name, sign, items }: { readonly name: string; readonly sign: string; readonly items: readonly Json[] }) {
  return (
    <div className={sign === '+' ? 'list-added' : 'list-removed'}>
      <span>
        <span aria-hidden="true">{sign} </span>
        {name}
      </span>
      <ListValue items={items} />
    </div>
  )
}
