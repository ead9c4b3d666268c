import type { DisclosedSlot, Hashing, SlotState } from '@daybook/core'

/**
 * The text of a block: consecutive events as lines, each ended by LF. An event is one head line, then one line a slot.
 *
 *     b | o                          head: a business event, or one of the trail's own
 *     B <hash> <by> | O <hash> <by>  head of a pruned event: its E (base64url) and the position of the retention event
 *     ["<salt>","<name>",<value>]    a disclosed slot: D, verbatim, the text that was hashed
 *     w <name> <digest>              a withheld slot
 *     e <name> <digest> <by>         an erased slot: the position of the erasure event
 *
 * D is canonical JSON, which escapes every control character, so a line break never occurs inside one. The digest of a
 * disclosed slot is not stored: it is computed from D when read, and checked by everybody against the event hash.
 */
export type BlockEvent = PresentEvent | PrunedEvent
export interface PresentEvent {
  readonly state: 'present'
  readonly own: boolean
  readonly slots: readonly SlotState[]
}
export interface PrunedEvent {
  readonly state: 'pruned'
  readonly own: boolean
  readonly hash: string
  readonly by: number
}

/** The lines of one event, as they stand in a block. */
export type EventLines = readonly string[]

export const eventText = (event: BlockEvent): string => {
  if (event.state === 'pruned') return `${event.own ? 'O' : 'B'} ${event.hash} ${event.by}\n`
  let text = event.own ? 'o\n' : 'b\n'
  for (const slot of event.slots) text += slotLine(slot)
  return text
}

const slotLine = (slot: SlotState): string => {
  switch (slot.state) {
    case 'disclosed':
      return `${slot.disclosure}\n`
    case 'withheld':
      return `w ${slot.name} ${slot.digest}\n`
    case 'erased':
      return `e ${slot.name} ${slot.digest} ${slot.by}\n`
  }
}

/** Every line of a slot begins with another letter. */
const isHead = (line: string): boolean => {
  const unit = line.charCodeAt(0) | 0x20
  return unit === 0x62 || unit === 0x6f
}

/** Cuts a block's text into its events. Throws a `SyntaxError` for a text that no writer of ours made. */
export const splitBlock = (text: string): readonly EventLines[] => {
  if (!text.endsWith('\n')) throw new SyntaxError('a block does not end with a line break')
  const events: string[][] = []
  let current: string[] | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    if (isHead(line)) {
      current = [line]
      events.push(current)
    } else if (current === undefined) throw new SyntaxError('a block does not begin with an event')
    else current.push(line)
  }
  return events
}

const prunedPattern = /^([BO]) ([A-Za-z0-9_-]{43}) (\d{1,16})$/

/** Reads one event from its lines. Throws a `SyntaxError` for lines that no writer of ours made. */
export const parseEvent = (lines: EventLines, ports: Hashing): BlockEvent => {
  const head = lines[0] ?? ''
  if (head === 'b' || head === 'o') {
    const slots: SlotState[] = []
    for (let at = 1; at < lines.length; at++) slots.push(parseSlot(lines[at] ?? '', ports))
    return { state: 'present', own: head === 'o', slots }
  }
  const [, kind, hash, by] = prunedPattern.exec(head) ?? []
  if (kind === undefined || hash === undefined || lines.length > 1) throw new SyntaxError('an event has an unknown head line')
  return { state: 'pruned', own: kind === 'O', hash, by: Number(by) }
}

const slotName = '[A-Za-z0-9_.%/-]{1,128}'
const hiddenPattern = new RegExp(`^(?:w (${slotName}) ([A-Za-z0-9_-]{43})|e (${slotName}) ([A-Za-z0-9_-]{43}) (\\d{1,16}))$`)

const parseSlot = (line: string, ports: Hashing): SlotState => {
  if (line.startsWith('[')) return parseDisclosure(line, ports)
  const [, withheld, withheldDigest, erased, erasedDigest, by] = hiddenPattern.exec(line) ?? []
  if (withheld !== undefined && withheldDigest !== undefined) return { state: 'withheld', name: withheld, digest: withheldDigest }
  if (erased !== undefined && erasedDigest !== undefined)
    return { state: 'erased', name: erased, digest: erasedDigest, by: Number(by) }
  throw new SyntaxError('a slot line has an unknown form')
}

const disclosurePattern = new RegExp(`^\\["[A-Za-z0-9_-]{22}","(${slotName})",`)

/** Looked up rather than matched: nearly all slots have one of these names. */
const usualNames: ReadonlySet<string> = new Set([
  'actor',
  'chg',
  'core',
  'ctx',
  'customer',
  'error',
  'file',
  'net',
  'object',
  'reason',
  'related',
])
const salted = /^\["[A-Za-z0-9_-]{22}","/

const parseDisclosure = (disclosure: string, ports: Hashing): DisclosedSlot => {
  const usual = disclosure.slice(27, disclosure.indexOf('"', 27))
  const isUsual = usualNames.has(usual) && disclosure.charCodeAt(28 + usual.length) === 0x2c && salted.test(disclosure)
  const name = isUsual ? usual : disclosurePattern.exec(disclosure)?.[1]
  if (name === undefined) throw new SyntaxError('a disclosure does not begin with a salt and a name')
  return { state: 'disclosed', name, digest: ports.sha256Text(disclosure), disclosure }
}
