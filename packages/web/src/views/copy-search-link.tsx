import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { m } from '../messages/messages.ts'
import type { SearchAddress } from '../search/asked.ts'
import { copyText } from '../text/copy-button.tsx'
import { Dialog } from './dialog.tsx'
import { frozenAddress } from './view-question.ts'

interface CopySearchLinkProps {
  readonly trail: string
  readonly address: SearchAddress
  readonly close: () => void
}

/** A link to a search either moves on with time, or stays with what happened up to now. */
export function CopySearchLink({ trail, address, close }: CopySearchLinkProps) {
  const router = useRouter()
  const [nowMs] = useState(Date.now)
  const [copied, setCopied] = useState<string>()
  const linkTo = (search: SearchAddress): string =>
    new URL(router.buildLocation({ to: '/t/$trail/search', params: { trail }, search }).href, location.origin).href
  const links = [
    { key: 'moving', link: linkTo(address), words: m.views.moving, about: m.views.movingIs },
    { key: 'frozen', link: linkTo(frozenAddress(address, nowMs)), words: m.views.frozen, about: m.views.frozenIs },
  ].filter(({ key }) => key === 'moving' || address.to === undefined)
  return (
    <Dialog title={m.views.linkTitle} close={close}>
      <ul className="link-choices">
        {links.map(({ key, link, words, about }) => (
          <li key={key}>
            <button type="button" className="button" onClick={async () => setCopied((await copyText(link)) ? key : undefined)}>
              <span aria-live="polite">{copied === key ? m.event.linkCopied : words}</span>
            </button>
            <p className="quiet">{about}</p>
            <input type="text" readOnly value={link} aria-label={words} onFocus={(event) => event.target.select()} />
          </li>
        ))}
      </ul>
      <p className="quiet">{m.views.mailed}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={close}>
          {m.event.close}
        </button>
      </div>
    </Dialog>
  )
}
