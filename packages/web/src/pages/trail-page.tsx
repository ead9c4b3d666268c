import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { EventPage } from '../event/event-page.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { m } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { ListAndPanel } from './list-and-panel.tsx'
import { useClose } from './use-close.ts'

/**
 * A trail: its newest events, and beside them the one that is open. An event that was not opened from the list (a link
 * from elsewhere, a reload) is a page of its own.
 */
export function TrailPage() {
  const { trail, id } = useParams({ strict: false })
  return trail === undefined ? null : <OneTrail key={trail} trail={trail} id={id} />
}

function OneTrail({ trail, id }: { readonly trail: string; readonly id: string | undefined }) {
  const [listShown, setListShown] = useState(id === undefined)
  if (id === undefined && !listShown) setListShown(true)
  return id === undefined || listShown ? <ListAndPanel trail={trail} id={id} /> : <OwnPage trail={trail} id={id} />
}

function OwnPage({ trail, id }: { readonly trail: string; readonly id: string }) {
  const close = useClose(trail)
  useShortcuts({ Escape: close })
  return (
    <div className="own-page">
      <div className="bar">
        <button type="button" className="button button-quiet" onClick={close}>
          ← {m.event.back}
        </button>
        <span className="top-space" />
        <CopyButton text={location.href} label={m.event.copyLink} />
      </div>
      <EventPage trail={trail} id={id} listed={undefined} level={1} />
    </div>
  )
}
