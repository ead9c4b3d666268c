import type { Json } from '@daybook/core'

/** One word of one value, changed as a forger would. */
export interface WordEdit {
  readonly position: number
  readonly from: string
  readonly to: string
  /** The event's lines with the word changed. */
  readonly lines: readonly string[]
}

/** What a forger writes for a word that matters; where there is none, any word becomes `forged`. */
const forgeries: { readonly [word: string]: string } = {
  Approved: 'Rejected',
  Rejected: 'Approved',
  Shipped: 'Cancelled',
  Delivered: 'Returned',
  Active: 'Inactive',
  Closed: 'Open',
  checked: 'missing',
  lead: 'member',
}

type Forge = (word: string) => string | undefined
const slots = ['chg', 'reason', 'object', 'actor', 'ctx']

/** The first event of `[from, before)` in which a word can be changed, one that matters if there is any. */
export function editWord(events: readonly (readonly string[])[], from: number, before = events.length): WordEdit | undefined {
  const matters: Forge = (word) => (Object.hasOwn(forgeries, word) ? forgeries[word] : undefined)
  return firstEdit(events, from, before, matters) ?? firstEdit(events, from, before, () => 'forged')
}

function firstEdit(events: readonly (readonly string[])[], from: number, before: number, forge: Forge): WordEdit | undefined {
  for (let position = from; position < before; position++) {
    const lines = events[position] ?? []
    if (lines[0] !== 'b') continue
    const edit = editEvent(lines, forge)
    if (edit !== undefined) return { position, ...edit }
  }
  return undefined
}

function editEvent(lines: readonly string[], forge: Forge): Omit<WordEdit, 'position'> | undefined {
  for (const [at, line] of lines.entries()) {
    if (!line.startsWith('[')) continue
    const [, slot, value] = JSON.parse(line) as [string, string, Json]
    const text = slots.includes(slot) ? textsIn(value).find((one) => forgedText(one, forge) !== one) : undefined
    if (text === undefined) continue
    const to = forgedText(text, forge)
    return {
      from: text,
      to,
      lines: lines.with(
        at,
        line.replace(JSON.stringify(text), () => JSON.stringify(to)),
      ),
    }
  }
  return undefined
}

/** The text with its last word that can be forged, forged; itself where there is none. */
function forgedText(text: string, forge: Forge): string {
  const words = text.split(/(\p{L}{4,})/u)
  const at = words.findLastIndex((word, i) => i % 2 === 1 && forge(word) !== undefined)
  return at === -1 ? text : words.with(at, forge(words[at] ?? '') ?? '').join('')
}

const noValues: readonly string[] = ['field', 'label', 'id', 'type', 'url']

/** Every text of a value, in its order: of a change `after` comes before `before`. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn)
  return Object.entries(value).flatMap(([name, part]) => (noValues.includes(name) ? [] : textsIn(part)))
}
