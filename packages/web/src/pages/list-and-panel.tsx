import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { getTrail } from '../api/daybook-api.ts'
import type { EventView, ListedEvent } from '../api/event-view.ts'
import { EventPage } from '../event/event-page.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useEventList } from '../list/event-list.ts'
import { ListPage } from '../list/list-page.tsx'
import { m } from '../messages/messages.ts'
import { useSearchState } from '../search/use-search.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { useClose } from './use-close.ts'

const trailMs = 30_000

interface ListAndPanelProps {
  readonly trail: string
  /** The open event's, where one is open. */
  readonly id: string | undefined
}

/** The list and, beside it, the open event. */
export function ListAndPanel({ trail, id }: ListAndPanelProps) {
  const { asked, isReadable } = useSearchState(trail)
  const about = useQuery({
    queryKey: ['trail', trail],
    queryFn: ({ signal }) => getTrail(trail, signal),
    refetchInterval: trailMs,
  })
  const list = useEventList(trail, asked, isReadable)
  const close = useClose(trail)
  const step = useSteps(trail, list, id)
  useRowInSight(id)
  useReturnFocus(id)
  useShortcuts({ j: () => step(1), k: () => step(-1), Escape: id === undefined ? undefined : close })
  return (
    <div className={id === undefined ? 'trail' : 'trail trail-open'}>
      {id === undefined && <title>{`${trail} · ${m.app.name}`}</title>}
      <ListPage trail={trail} about={about.data} list={list} openId={id} />
      {id !== undefined && <Panel trail={trail} id={id} list={list} step={step} close={close} />}
    </div>
  )
}

interface PanelProps {
  readonly trail: string
  readonly id: string
  readonly list: ReturnType<typeof useEventList>
  readonly step: (by: 1 | -1) => void
  readonly close: () => void
}

function Panel({ trail, id, list, step, close }: PanelProps) {
  const { events } = list
  const isOpen = (event: ListedEvent): event is EventView => event.id === id
  const atEnd = events.at(-1)?.id === id && !list.list.hasNextPage
  return (
    <aside className="panel" aria-label={m.event.title}>
      <div className="bar">
        <button type="button" className="button button-quiet" onClick={close}>
          {m.event.close}
        </button>
        <button type="button" className="button button-quiet" onClick={() => step(-1)} disabled={events[0]?.id === id}>
          <span aria-hidden="true">↑ </span>
          <span className="button-words">{m.event.previous}</span>
        </button>
        <button type="button" className="button button-quiet" onClick={() => step(1)} disabled={atEnd}>
          <span aria-hidden="true">↓ </span>
          <span className="button-words">{m.event.next}</span>
        </button>
        <span className="top-space" />
        <CopyButton text={location.href} label={m.event.copyLink} />
      </div>
      <EventPage trail={trail} id={id} listed={events.find(isOpen)} level={2} />
    </aside>
  )
}

/** One step down or up the list: opens that event where one is open, otherwise moves the focus; loads more at the end. */
function useSteps(trail: string, list: ReturnType<typeof useEventList>, id: string | undefined) {
  const navigate = useNavigate()
  return (by: 1 | -1) => {
    const { events } = list
    const inFocus = document.activeElement?.id.replace(/^row-/, '')
    const next = events[events.findIndex((event) => event.id === (id ?? inFocus)) + by]
    if (next === undefined && by === 1 && list.list.hasNextPage && !list.list.isFetchingNextPage) void list.list.fetchNextPage()
    if (next?.id === undefined) return
    const row = document.getElementById(`row-${next.id}`)
    if (id === undefined) row?.focus()
    else {
      const to = { to: '/t/$trail/events/$id', params: { trail, id: next.id }, search: true, state: true } as const
      void navigate({ ...to, replace: true, resetScroll: false })
    }
    row?.scrollIntoView({ block: 'nearest' })
  }
}

/** Where the panel takes its room beside the list, rows move; the open one stays in sight. */
function useRowInSight(id: string | undefined): void {
  useEffect(() => {
    if (id !== undefined)
      document.getElementById(`row-${id}`)?.closest('.row')?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }, [id])
}

/** After the panel closes, the focus is on the row it was opened from. */
function useReturnFocus(id: string | undefined): void {
  const last = useRef(id)
  useEffect(() => {
    if (id === undefined && last.current !== undefined)
      document.getElementById(`row-${last.current}`)?.focus({ preventScroll: true })
    last.current = id
  }, [id])
}
