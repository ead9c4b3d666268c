import type { EventView } from '../trail/view.ts'
import { escapeOf, unshown } from './syslog.ts'

const longestName = 512
const longestValue = 1_023

/**
 * An event in the Common Event Format. Header fields escape `\` and `|`, values `\` and `=`, line breaks become `\n` and
 * `\r`; other characters that would change how a line is shown become the text `\u…`.
 */
export const cefOf = (event: EventView, trail: string): string => {
  const header = ['CEF:0', 'Daybook', 'Daybook', '1', event.action ?? 'removed', event.sentence.slice(0, longestName)]
  const isFailure = event.outcome === 'failure' || event.outcome === 'denied'
  const fields = fieldsOf(event, trail).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${valueText(String(value).slice(0, longestValue))}`],
  )
  return `${header.map(headerText).join('|')}|${isFailure ? 6 : 3}|${fields.join(' ')}`
}

const fieldsOf = (event: EventView, trail: string): readonly (readonly [string, string | number | undefined])[] => [
  ['rt', time(event.recordedAt)],
  ['start', time(event.occurredAt)],
  ['externalId', event.id],
  ['cat', event.category],
  ['act', event.action],
  ['outcome', event.outcome],
  ['suid', event.actor?.id],
  ['suser', event.actor?.name],
  ['src', event.source?.ip],
  ['msg', event.sentence],
  ['reason', event.reason],
  ['cn1', event.seq],
  ['cn1Label', 'Position'],
  ...labelled(1, 'Record', event.object && `${event.object.type}/${event.object.id}`),
  ...labelled(2, 'Source', event.source?.type),
  ...labelled(3, 'Changes', changesText(event)),
  ...labelled(4, 'Trail', trail),
  ...labelled(5, 'Hash', event.hash),
]

const labelled = (n: number, label: string, value: string | undefined): readonly (readonly [string, string | undefined])[] =>
  value === undefined || value === ''
    ? []
    : [
        [`cs${n}`, value],
        [`cs${n}Label`, label],
      ]

const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))

const changesText = ({ changes = [] }: EventView): string =>
  changes
    .map(({ field, before, after }) => `${field}: ${JSON.stringify(before) ?? 'none'} -> ${JSON.stringify(after) ?? 'none'}`)
    .join('; ')

const headerText = (text: string): string => shown(text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/[\r\n]+/g, ' '))

const valueText = (text: string): string =>
  shown(text.replaceAll(/[\\=]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n'))

/** What is left of control characters, as text that an unescaping reader shows as such. */
const shown = (text: string): string => text.replaceAll(unshown, (character) => `\\${escapeOf(character)}`)
