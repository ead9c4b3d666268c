import { Section } from '../event/section.tsx'
import { fill, m } from '../messages/messages.ts'

interface HowToCheckProps {
  readonly trail: string
  readonly note: string
  readonly policy: string
}

/** The signed checkpoint, the keys, and the commands with which anybody checks the same without this server. */
export function HowToCheck({ trail, note, policy }: HowToCheckProps) {
  const commands = [
    `daybook export --trail ${trail} --format bundle --out ${trail}-bundle`,
    `daybook verify ${trail}-bundle --policy policy.txt`,
  ].join('\n')
  return (
    <Section title={m.print.check}>
      <p>{m.print.checkLead}</p>
      <pre className="paper-code">{commands}</pre>
      <p>{fill(m.proof.keys, { file: 'policy.txt' })}</p>
      <pre className="paper-code">{policy.trimEnd()}</pre>
      <p>{m.print.checkpoint}</p>
      <pre className="paper-code">{note.trimEnd()}</pre>
      <p>{m.print.limits}</p>
    </Section>
  )
}
