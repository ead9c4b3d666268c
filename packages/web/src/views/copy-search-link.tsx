import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { showCount, type Total } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { SearchAddress } from '../search/asked.ts'
import { copyText } from '../text/copy-button.tsx'
import { Dialog } from './dialog.tsx'
import { frozenAddress } from './view-question.ts'

/** What the page shows: so many events, of a trail that was so long when they were found. */
export interface SeenNow extends Total {
  readonly size: number
}

interface CopySearchLinkProps {
  readonly trail: string
  readonly address: SearchAddress
  /** Absent until something was found. */
  readonly seen: SeenNow | undefined
  readonly close: () => void
}

/** A link to a search either moves on with time, or shows for ever what the page shows now. */
export function CopySearchLink({ trail, address, seen, close }: CopySearchLinkProps) {
  const router = useRouter()
  const [nowMs] = useState(Date.now)
  const [copied, setCopied] = useState<string>()
  const linkTo = (search: SearchAddress): string =>
    new URL(router.buildLocation({ to: '/t/$trail/search', params: { trail }, search }).href, location.origin).href
  const links = [
    ...(address.upto === undefined
      ? [{ key: 'moving', link: linkTo(address), words: m.views.moving, about: saidMoving(address) }]
      : []),
    ...(seen
      ? [
          {
            key: 'frozen',
            link: linkTo(frozenAddress(address, seen.size, nowMs)),
            words: m.views.frozen,
            about: saidFrozen(seen),
          },
        ]
      : []),
  ]
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

const saidMoving = ({ last }: SearchAddress): string =>
  last === undefined ? m.views.movingIs : fill(m.views.movingSpan, { span: m.views.movingSpans[last] })

const saidFrozen = ({ value, exact }: SeenNow): string => (exact ? m.views.frozenIs(value, showCount(value)) : m.views.frozenMany)
