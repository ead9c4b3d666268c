import { useState } from 'react'
import type { EventDetail } from '../api/event-view.ts'
import { m } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Text } from '../text/text.tsx'
import { EngineerFacts } from './engineer-facts.tsx'

/** What programs call things, and the answer as it came: folded, and written out only when somebody looks. */
export function ForEngineers({ event }: { readonly event: EventDetail }) {
  const [open, setOpen] = useState(false)
  const text = open ? JSON.stringify(event, null, 2) : ''
  return (
    <details className="raw" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary>{m.event.engineers}</summary>
      {open && (
        <>
          <EngineerFacts event={event} />
          <p className="quiet">{m.event.raw}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
          <pre tabIndex={0}>
            <Text>{text}</Text>
          </pre>
          <CopyButton text={text} />
        </>
      )}
    </details>
  )
}
