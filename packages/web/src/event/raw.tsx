import { useState } from 'react'
import type { EventDetail } from '../api/event-view.ts'
import { m } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Text } from '../text/text.tsx'

/** The answer as it came, folded; written out only when somebody looks. */
export function Raw({ event }: { readonly event: EventDetail }) {
  const [open, setOpen] = useState(false)
  const text = open ? JSON.stringify(event, null, 2) : ''
  return (
    <details className="raw" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary>{m.event.raw}</summary>
      {open && (
        <>
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
