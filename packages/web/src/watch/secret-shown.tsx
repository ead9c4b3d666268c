import { fill } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Text } from '../text/text.tsx'

interface SecretShownProps {
  readonly title: string
  readonly name: string
  readonly lead: string
  readonly copy: string
  readonly secret: string
}

/** A secret that is shown this once. */
export function SecretShown({ title, name, lead, copy, secret }: SecretShownProps) {
  return (
    <div className="handed" role="status">
      <strong>
        <Text>{fill(title, { name })}</Text>
      </strong>
      <p className="quiet">{lead}</p>
      <div className="command">
        <pre>
          <code>{secret}</code>
        </pre>
        <CopyButton text={secret} label={copy} />
      </div>
    </div>
  )
}
