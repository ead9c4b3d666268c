import { columns, count, type Screen } from '../screen.ts'
import { type Attacked, type Check, checks, type TamperOutcome } from './tamper.ts'

const names: { readonly [check in Check]: string } = {
  alone: 'the trail by itself (rows, hashes, signature)',
  signer: 'what the signer remembers, in the keys folder',
  checkpoint: 'a checkpoint that somebody kept outside',
  receipt: 'the answer that the event’s sender kept',
}

/** The story of each attack in plain sentences, and at the end which check found which. */
export function tellTampering(screen: Screen, outcome: TamperOutcome): void {
  screen.document(documentOf(outcome))
  screen.say(
    `A trail “${outcome.trail}” of ${count(outcome.size)} events. Somebody outside keeps its checkpoint of the first ${count(outcome.anchorSize)}.`,
  )
  screen.say(`\n${screen.style('bold', 'The original')}\n  ${outcome.original.alone.closing}`)
  for (const [i, attacked] of outcome.attacked.entries()) tellAttack(screen, i + 1, attacked)
  screen.say(`\n${screen.style('bold', 'Which check finds which')}\n`)
  screen.say(columns([['', ...checks], ...outcome.attacked.map(({ name, found }) => [name, ...marks(found)])]))
  screen.say()
  for (const check of checks) screen.say(`  ${check}: ${names[check]}`)
  screen.say(
    '\nWho has the file and the keys can rewrite what nobody outside has seen. Keep a checkpoint elsewhere (…/log/checkpoint), and the answers you get.',
  )
  const closing = outcome.good
    ? 'The original holds, and every copy is caught by the checks that docs/trust.md names for it.'
    : 'Something is not as docs/trust.md says.'
  screen.say(screen.style(outcome.good ? 'green' : 'red', closing))
}

function tellAttack(screen: Screen, number: number, { story, edit, reports, found }: Attacked): void {
  screen.say(`\n${screen.style('bold', `${number}. ${story}`)}\n  ${edit}`)
  if (found.includes('alone')) {
    screen.say(`  ${screen.style('red', reports.alone.closing)}`)
    return
  }
  screen.say(`  By itself it holds: nothing in the file contradicts anything else in it.`)
  for (const check of found) screen.say(`  Against ${names[check]}: ${screen.style('red', reports[check].closing)}`)
  for (const check of checks.filter((one) => one !== 'alone' && !found.includes(one)))
    screen.say(`  Against ${names[check]}: it holds.`)
}

const marks = (found: readonly Check[]): readonly string[] => checks.map((check) => (found.includes(check) ? 'found' : '–'))

const documentOf = ({ trail, size, anchorSize, original, attacked, good }: TamperOutcome): unknown => ({
  trail,
  size,
  anchorSize,
  original: { verdict: original.alone.verdict, closing: original.alone.closing },
  attacked: attacked.map(({ name, story, edit, reports, expected, found }) => ({
    name,
    story,
    edit,
    expected,
    found,
    checks: Object.fromEntries(
      checks.map((check) => [check, { verdict: reports[check].verdict, closing: reports[check].closing }]),
    ),
  })),
  good,
})
