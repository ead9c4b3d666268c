import { count, plural, type Screen } from '../screen.ts'
import { shownText } from '../shown-text.ts'
import type { CsvLayout } from './csv-layout.ts'
import type { ImportOutcome } from './import-run.ts'
import type { RefusedLine } from './line-event.ts'

export interface ImportStory {
  readonly file: string
  readonly trail: string
  readonly outcome: ImportOutcome
  /** Where the refused lines are, if there are any. */
  readonly refusedPath: string | undefined
  /** Given in a dry run: how the first events read. */
  readonly sentences: readonly string[] | undefined
  /** Of a table: how it was read. */
  readonly table: CsvLayout | undefined
}

/** One refused line, as a dry run shows it. */
export function tellRefusal(screen: Screen, { line, lastLine, code, detail, pointer }: RefusedLine): void {
  screen.endProgress()
  const place = lastLine === undefined ? `line ${line}` : `lines ${line}–${lastLine}`
  screen.say(`  ${place}  ${screen.style('yellow', code)}  ${detail}${pointer === undefined ? '' : ` (${pointer})`}`)
}

/** Says what became of every line, for people and for programs; the counts add up to the lines. */
export function tellImport(screen: Screen, story: ImportStory): void {
  const { tally, codes, facts, unread, interrupted, failure } = story.outcome
  const dryRun = story.sentences !== undefined
  screen.document({
    trail: story.trail,
    file: story.file,
    ...facts,
    ...tally,
    refusals: Object.fromEntries(codes),
    ...(story.refusedPath === undefined ? {} : { refusedFile: story.refusedPath }),
    ...(story.table === undefined ? {} : { delimiter: story.table.delimiter, columns: story.table.columns }),
    unread,
    dryRun,
    ...(story.sentences === undefined ? {} : { sentences: story.sentences }),
    interrupted,
    ...(failure === undefined ? {} : { error: failure.document }),
  })
  if (dryRun) tellSentences(screen, story)
  screen.say(sumOf(story))
  for (const [code, times] of codes) screen.say(`  ${screen.style('yellow', code)}: ${plural(times, unitOf(story))}`)
  if (story.refusedPath !== undefined)
    screen.say(`The refused lines, with their numbers and reasons, are in ${story.refusedPath}.`)
  if (unread.length > 0) screen.say(`Not read by the mapping: ${unread.join(', ')}.`)
  if (failure !== undefined) screen.complain(failure)
  if (interrupted) screen.say('Interrupted. Run the same import again to go on; nothing is stored twice.')
}

/** How the first events read; of a table also how it was read. */
function tellSentences(screen: Screen, { sentences = [], table, outcome }: ImportStory): void {
  if (outcome.tally.refused > 0) screen.say()
  if (table !== undefined) {
    const delimiter = table.delimiter === '\t' ? 'tab' : `"${table.delimiter}"`
    screen.say(`${plural(table.columns.length, 'column')}, separated by ${delimiter}: ${table.columns.join(', ')}`)
  }
  if (sentences.length > 0) screen.say('The first events will read:')
  for (const sentence of sentences) screen.say(`  ${shownText(sentence)}`)
  screen.say()
}

const unitOf = ({ table }: ImportStory): string => (table === undefined ? 'line' : 'row')

function sumOf(story: ImportStory): string {
  const { lines, stored, duplicates, conflicts, refused, blank } = story.outcome.tally
  const parts = [
    `${count(stored)} ${story.sentences === undefined ? 'stored' : 'good'}`,
    `${count(duplicates)} there before`,
    `${count(conflicts)} in conflict`,
    `${count(refused)} refused`,
  ]
  if (blank > 0) parts.push(`${count(blank)} blank`)
  const closing = story.sentences === undefined ? '' : ' Nothing was sent.'
  return `${plural(lines, unitOf(story))} = ${parts.join(' + ')}.${closing}`
}
