import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter, useRouterState, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { getTrail, type Lane } from '../api/daybook-api.ts'
import type { EventView } from '../api/event-view.ts'
import { EventPage } from '../event/event-page.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useEventList } from '../list/event-list.ts'
import { ListPage } from '../list/list-page.tsx'
import { m } from '../messages/messages.ts'
import { AlarmBanner } from '../proof/alarm-banner.tsx'
import { CopyButton, copyText } from '../text/copy-button.tsx'

/**
 * A trail: its newest events, and beside them the one that is open. An event that was not opened from the list (a link
 * from elsewhere, a reload) is a page of its own.
 */
export function TrailPage() {
  const { trail, id } = useParams({ strict: false })
  return trail === undefined ? null : <OneTrail key={trail} trail={trail} id={id} />
}

function OneTrail({ trail, id }: { readonly trail: string; readonly id: string | undefined }) {
  const { lane: asked } = useSearch({ strict: false })
  const lane: Lane = asked === 'own' ? 'own' : 'business'
  const [listShown, setListShown] = useState(id === undefined)
  if (id === undefined && !listShown) setListShown(true)
  return (
    <>
      <AlarmBanner trail={trail} />
      {listShown ? <ListAndPanel trail={trail} lane={lane} id={id} /> : id !== undefined && <OwnPage trail={trail} id={id} />}
    </>
  )
}

function OwnPage({ trail, id }: { readonly trail: string; readonly id: string }) {
  const close = useClose(trail)
  useShortcuts({ Escape: close, y: () => void copyText(location.href) })
  return (
    <div className="own-page">
      <Bar>
        <button type="button" className="button button-quiet" onClick={close}>
          ← {m.event.back}
        </button>
        <span className="top-space" />
        <CopyButton text={location.href} label={m.event.copyLink} />
      </Bar>
      <EventPage trail={trail} id={id} listed={undefined} level={1} />
    </div>
  )
}

const Bar = ({ children }: { readonly children: ReactNode }) => <div className="bar">{children}</div>

/** Closes the open event: back to the list it was opened from, or on to the list. */
function useClose(trail: string): () => void {
  const navigate = useNavigate()
  const router = useRouter()
  const over = useRouterState({ select: (state) => state.location.state.over })
  return () => {
    if (over !== undefined && over > 0) router.history.go(-over)
    else void navigate({ to: '/t/$trail', params: { trail }, search: true })
  }
}

function ListAndPanel({ trail, lane, id }: { readonly trail: string; readonly lane: Lane; readonly id: string | undefined }) {
  const about = useQuery({
    queryKey: ['trail', trail],
    queryFn: ({ signal }) => getTrail(trail, signal),
    refetchInterval: 30_000,
  })
  const list = useEventList(trail, lane)
  const close = useClose(trail)
  const step = useSteps(trail, list, id)
  useReturnFocus(id)
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    Escape: id === undefined ? undefined : close,
    y: () => void copyText(id === undefined ? linkOfFocusedRow() : location.href),
  })
  const open = list.events.find((event): event is EventView => event.id !== undefined && event.id === id)
  return (
    <div className={id === undefined ? 'trail' : 'trail trail-open'}>
      {id === undefined && <title>{`${trail} · ${m.app.name}`}</title>}
      <ListPage trail={trail} about={about.data} lane={lane} list={list} openId={id} />
      {id !== undefined && (
        <aside className="panel" aria-label={m.event.title}>
          <Bar>
            <button type="button" className="button button-quiet" onClick={close}>
              {m.event.close}
            </button>
            <button type="button" className="button button-quiet" onClick={() => step(-1)} disabled={open === list.events[0]}>
              <span aria-hidden="true">↑ </span>
              <span className="button-words">{m.event.previous}</span>
            </button>
            <button
              type="button"
              className="button button-quiet"
              onClick={() => step(1)}
              disabled={open === list.events.at(-1) && !list.list.hasNextPage}
            >
              <span aria-hidden="true">↓ </span>
              <span className="button-words">{m.event.next}</span>
            </button>
            <span className="top-space" />
            <CopyButton text={location.href} label={m.event.copyLink} />
          </Bar>
          <EventPage trail={trail} id={id} listed={open} level={2} />
        </aside>
      )}
    </div>
  )
}

const rowLinks = () => [...document.querySelectorAll<HTMLAnchorElement>('.row-link[id]')]
const linkOfFocusedRow = () => rowLinks().find((link) => link === document.activeElement)?.href ?? location.href

/** One step down or up the list: opens that event where one is open, otherwise moves the focus; loads more at the end. */
function useSteps(trail: string, list: ReturnType<typeof useEventList>, id: string | undefined) {
  const navigate = useNavigate()
  return (by: 1 | -1) => {
    const { events } = list
    const links = rowLinks()
    const at = id === undefined ? links.findIndex((link) => link.matches(':focus')) : events.findIndex((event) => event.id === id)
    const next = at + by
    if (next >= events.length && list.list.hasNextPage && !list.list.isFetchingNextPage) void list.list.fetchNextPage()
    const event = events[next]
    if (event?.id === undefined) return
    if (id === undefined) links[next]?.focus()
    else
      void navigate({
        to: '/t/$trail/events/$id',
        params: { trail, id: event.id },
        search: true,
        replace: true,
        state: true,
        resetScroll: false,
      })
    document.getElementById(`row-${event.id}`)?.scrollIntoView({ block: 'nearest' })
  }
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
