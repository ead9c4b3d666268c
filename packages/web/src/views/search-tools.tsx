import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { useRights } from '../people/use-session.ts'
import { askedBy, type SearchAddress } from '../search/asked.ts'
import { type Span, spanFrom, spans } from '../search/spans.ts'
import { CopySearchLink, type SeenNow } from './copy-search-link.tsx'
import { ExportSearch } from './export-search.tsx'
import { SaveView } from './save-view.tsx'

interface SearchToolsProps {
  readonly trail: string
  readonly address: SearchAddress
  /** The question in words, for whoever takes it away. */
  readonly said: string
  readonly seen: SeenNow | undefined
  readonly go: (change: {
    readonly from?: string | undefined
    readonly to?: string | undefined
    readonly last?: Span | undefined
  }) => void
}

/** What one does with a search as a whole: how far back it looks, keeping it, passing it on, taking it out. */
export function SearchTools({ trail, address, said, seen, go }: SearchToolsProps) {
  const [open, setOpen] = useState<'save' | 'link' | 'export'>()
  const rights = useRights(trail)
  const { lane = 'business', last, from, to } = address
  const isChosen = from !== undefined || to !== undefined
  const close = () => setOpen(undefined)
  return (
    <div className="search-tools">
      <label className="search-time">
        {m.views.time}{' '}
        <select
          value={last ?? (isChosen ? 'chosen' : '')}
          onChange={(event) => go({ from: undefined, to: undefined, last: spanFrom(event.target.value) })}
        >
          <option value="">{m.views.anyTime}</option>
          {spans.map((span) => (
            <option key={span} value={span}>
              {m.views.spans[span]}
            </option>
          ))}
          {isChosen && <option value="chosen">{m.views.chosen}</option>}
        </select>
      </label>
      <span className="search-does">
        <button type="button" className="button button-quiet" onClick={() => setOpen('save')}>
          {m.views.save}
        </button>
        <button type="button" className="button button-quiet" onClick={() => setOpen('link')}>
          {m.views.link}
        </button>
        {rights.has('alert') && (
          <Link
            className="button button-quiet"
            to="/t/$trail/alerts"
            params={{ trail }}
            search={{ new: '1', lane: address.lane ?? 'business', ...(address.q === undefined ? {} : { q: address.q }) }}
          >
            {m.watch.alerts.about}
          </Link>
        )}
        {rights.has('export') && (
          <button type="button" className="button button-quiet" onClick={() => setOpen('export')}>
            {m.views.export}
          </button>
        )}
      </span>
      {open === 'save' && <SaveView trail={trail} address={address} close={close} />}
      {open === 'link' && <CopySearchLink trail={trail} address={address} seen={seen} close={close} />}
      {open === 'export' && <ExportSearch trail={trail} asked={askedBy(address)} said={said} lane={lane} close={close} />}
    </div>
  )
}
