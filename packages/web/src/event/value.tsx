import type { FieldKind, Json } from '@daybook/core'
import { showExact } from '../format/moment.ts'
import { showCount, showNumeral } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'
import type { ListDiff } from './list-diff.ts'

const Quiet = ({ children }: { readonly children: string }) => <i className="quiet">{children}</i>

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** One side of a change, or any value of an event, by its kind. `undefined` is the caller's to name. */
export function Value({ value, kind }: { readonly value: Json; readonly kind?: FieldKind | undefined }) {
  if (value === null) return <Quiet>{m.value.empty}</Quiet>
  if (typeof value === 'boolean') return value ? m.value.yes : m.value.no
  if (typeof value === 'number') return <span className="numeral">{showNumeral(String(value))}</span>
  if (typeof value === 'string') return <TextValue text={value} kind={kind} />
  if (Array.isArray(value)) return <ListValue items={value} />
  return <MembersValue members={Object.entries(value)} />
}

function TextValue({ text, kind }: { readonly text: string; readonly kind: FieldKind | undefined }) {
  if (text === '') return <Quiet>{m.value.emptyText}</Quiet>
  if (text.trim() === '') return <Quiet>{m.value.spaces}</Quiet>
  if (text.startsWith('enc1:')) return <Quiet>{fill(m.value.encrypted, { key: text.split(':')[1] ?? '' })}</Quiet>
  if (text.startsWith('tok1:')) return <Text className="code">{text}</Text>
  if (kind === 'money' || kind === 'number')
    return (
      <span className="numeral">
        <Text>{showNumeral(text)}</Text>
      </span>
    )
  if (kind === 'date' && instant.test(text)) return <time dateTime={text}>{showExact(text)}</time>
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
          <Text className="quiet">{name}</Text> <Value value={value} />
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
