import { count, plural, type Screen } from '../screen.ts'
import type { ImportOutcome } from './import-run.ts'

export interface ImportStory {
  readonly file: string
  readonly trail: string
  readonly outcome: ImportOutcome
  /** Where the refused lines are, if there are any. */
  readonly refusedPath: string | undefined
  /** Given in a dry run: how the first events read. */
  readonly sentences: readonly string[] | undefined
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
    unread,
    dryRun,
    ...(story.sentences === undefined ? {} : { sentences: story.sentences }),
    interrupted,
    ...(failure === undefined ? {} : { error: failure.document }),
  })
  for (const sentence of story.sentences ?? []) screen.say(`  ${sentence}`)
  if (dryRun) screen.say()
  screen.say(sumOf(story))
  for (const [code, times] of codes) screen.say(`  ${screen.style('yellow', code)}: ${plural(times, 'line')}`)
  if (story.refusedPath !== undefined)
    screen.say(`The refused lines, with their numbers and reasons, are in ${story.refusedPath}.`)
  if (unread.length > 0) screen.say(`Not read by the mapping: ${unread.join(', ')}.`)
  if (failure !== undefined) screen.complain(failure)
  if (interrupted) screen.say('Interrupted. Run the same import again to go on; nothing is stored twice.')
}

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
  return `${plural(lines, 'line')} = ${parts.join(' + ')}.${closing}`
}
