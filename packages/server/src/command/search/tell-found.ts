import { count, plural, type Screen } from '../screen.ts'
import { shownText } from '../shown-text.ts'
import type { FoundEvent, SearchAnswer } from './pages.ts'

/** One sentence a line under the day it happened, with the time here and what it came through. */
export function tellFound(screen: Screen, { data, total, nextCursor, index }: SearchAnswer, limit: number): void {
  let day = ''
  for (const event of data) {
    const when = whenOf(event)
    const heading = when === undefined ? 'No time' : dayOf(when)
    if (heading !== day) screen.say(`${day === '' ? '' : '\n'}${screen.style('bold', heading)}`)
    day = heading
    screen.say(lineOf(screen, event, when))
  }
  if (data.length > 0) screen.say()
  screen.say(sumOf(data.length, total))
  if (nextCursor !== null) screen.say(`More of them: --limit ${limit * 5}; fewer: another word or filter, --from, --to.`)
  if (index.behind > 0)
    screen.note(`The index is ${plural(index.behind, 'event')} behind: the newest may be missing here. Ask again in a moment.`)
}

const whenOf = ({ occurredAt, recordedAt }: FoundEvent): Date | undefined => {
  const text = occurredAt ?? recordedAt
  return text === undefined ? undefined : new Date(text)
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayOf = (when: Date): string => dayFormat.format(when)

function lineOf(screen: Screen, event: FoundEvent, when: Date | undefined): string {
  const { sentence } = event
  // A program comes through itself: said once.
  const source = event.source?.name !== undefined && event.source.name === event.actor?.name ? undefined : event.source
  const time = when === undefined ? '        ' : timeFormat.format(when)
  const through =
    source === undefined ? '' : `  ${screen.style('dim', `· ${shownText(source.name ?? source.type.replaceAll('_', ' '))}`)}`
  return `  ${screen.style('dim', time)}  ${shownText(sentence)}${shownText(byWhom(event))}${through}`
}

/** Who, set apart, where the sentence does not say: a sentence ends with a full stop. */
const byWhom = ({ actor, parts }: FoundEvent): string =>
  actor === undefined || parts === undefined || parts.some(({ kind }) => kind === 'actor') ? '' : `  · ${actor.name ?? actor.id}`

function sumOf(shown: number, { value, exact }: SearchAnswer['total']): string {
  if (shown === 0 && value === 0) return 'No event matches.'
  const all = `${exact ? 'exactly' : 'at least'} ${plural(value, 'event')}`
  return `${count(shown)} of ${all}. Times are those of ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`
}
