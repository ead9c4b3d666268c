import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { copyText } from '../text/copy-button.tsx'
import { absoluteLink } from './absolute-link.ts'
import { useShortcuts } from './shortcuts.ts'

/** The key `y`: copies the address of the row or link in focus, or else of the page, and says so for two seconds. */
export function CopyLinkKey() {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    const row = document.activeElement?.closest<HTMLAnchorElement>('main a')
    setCopied(await copyText(row?.href ?? absoluteLink(location.href, Date.now())))
    setTimeout(() => setCopied(false), 2_000)
  }
  useShortcuts({ y: () => void copy() })
  return (
    <p className="toast" role="status">
      {copied && <span>{m.event.linkCopied}</span>}
    </p>
  )
}
