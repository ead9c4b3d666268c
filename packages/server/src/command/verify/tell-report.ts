import { type Finding, formatVerifierKey, type Policy, type Report } from '@daybook/core'
import { count, plural, type Screen } from '../screen.ts'
import type { Checked } from './verify-what.ts'

export interface Verification extends Checked {
  readonly what: string
  readonly policyPath: string
  readonly policy: Policy
}

const shownFindings = 50

/** What was checked, against what, every contradiction with its position, what is and is not proven, and one closing line. */
export function tellReport(screen: Screen, { what, kind, policyPath, policy, report }: Verification): void {
  screen.document({ what, kind, policy: policyPath, ...report })
  screen.say(
    `${screen.style('bold', what)}: ${kind}${report.size === undefined ? '' : `, ${plural(report.size, 'event')} signed for`}`,
  )
  for (const { key } of policy.logs) screen.say(`Policy ${policyPath}: ${formatVerifierKey(key)} must have signed.`)
  screen.say()
  for (const finding of report.findings.slice(0, shownFindings)) screen.say(findingLine(screen, finding))
  const rest = report.findingCount - Math.min(report.findings.length, shownFindings)
  if (rest > 0)
    screen.say(
      `  and ${count(rest)} more; --json has ${rest > report.findings.length - shownFindings ? 'the first thousand' : 'all of them'}.`,
    )
  if (report.findings.some(({ code }) => code === 'checkpoint_not_signed'))
    screen.say('  If you expected it to hold: is this the policy of this trail? "daybook trail policy NAME" prints it.')
  if (report.findingCount > 0) screen.say()
  list(screen, 'Proven', report.proven)
  list(screen, 'Not proven', report.notProven)
  screen.say(screen.style(colours[report.verdict], report.closing))
}

const colours = { holds: 'green', broken: 'red', cannot_tell: 'yellow' } as const satisfies {
  [verdict in Report['verdict']]: string
}

const findingLine = (screen: Screen, { severity, detail }: Finding): string =>
  `${severity === 'broken' ? screen.style('red', '✗') : screen.style('yellow', '?')} ${detail}`

function list(screen: Screen, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  screen.say(`${title}:`)
  for (const line of lines) screen.say(`  · ${line}`)
  screen.say()
}
