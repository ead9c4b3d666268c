import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Text } from '../text/text.tsx'

interface HandedLinkProps {
  readonly name: string
  readonly link: string
  readonly expiresAt: string
}

/** A link to be handed on, shown once. */
export function HandedLink({ name, link, expiresAt }: HandedLinkProps) {
  const words = m.people.invite
  return (
    <div className="handed" role="status">
      <strong>
        <Text>{fill(words.linkFor, { name })}</Text>
      </strong>
      <p className="quiet">{fill(words.linkLead, { date: showDateAndTime(expiresAt) })}</p>
      <div className="command">
        <pre>
          <code>{link}</code>
        </pre>
        <CopyButton text={link} label={words.copy} />
      </div>
    </div>
  )
}
