import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { commandKey, useCommandKey, useKeysAllowed } from '../keys/shortcuts.ts'
import { m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { placesFor } from '../pages/places.ts'
import { useReads } from '../people/use-session.ts'
import { laneOr } from '../search/lanes.ts'
import { useSettled } from '../search/use-settled.ts'
import { Text } from '../text/text.tsx'
import { inLane, type Offer, offersOf } from './offer.ts'
import { readLink } from './read-link.ts'
import { useFound } from './use-found.ts'

interface CommandBoxProps {
  readonly trail: string
  readonly rights: readonly string[] | undefined
}

/** One field that leads anywhere: a record by its number, a person, an import, a pasted link, a query, a page by its name. */
export function CommandBox({ trail, rights }: CommandBoxProps) {
  const [open, setOpen] = useState(false)
  const allowed = useKeysAllowed()
  useCommandKey(() => setOpen(true))
  return (
    <>
      <button type="button" className="button command-open" onClick={() => setOpen(true)}>
        <span>{m.command.button}</span>
        {allowed && <kbd>{commandKey}</kbd>}
      </button>
      {open && <CommandDialog trail={trail} rights={rights} close={() => setOpen(false)} />}
    </>
  )
}

function CommandDialog({ trail, rights, close }: CommandBoxProps & { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const [text, setText] = useState('')
  // By its key and not by its place: what is found later comes in front, and must not take the place of what was chosen.
  const [chosen, setChosen] = useState<string>()
  const settled = useSettled(text)
  const offers = useOffers(trail, rights, text, settled)
  const at = Math.max(
    0,
    offers.findIndex(({ key }) => key === chosen),
  )
  const listId = useId()
  const { history } = useRouter()
  const take = (offer: Offer | undefined) => {
    if (!offer) return
    setChosen(undefined)
    if ('text' in offer.target) return setText(offer.target.text)
    close()
    history.push(offer.target.path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && offers.length > 0) {
      event.preventDefault()
      setChosen(offers[(at + step + offers.length) % offers.length]?.key)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      take(offers[at])
    }
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the box closes it, as Escape does
    <dialog
      ref={dialog}
      className="dialog command-box"
      aria-label={m.command.title}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <input
        type="text"
        className="query-input"
        role="combobox"
        aria-label={m.command.title}
        aria-expanded={offers.length > 0}
        aria-controls={listId}
        aria-activedescendant={offers.length > 0 ? `${listId}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={m.command.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setChosen(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      <div className="command-offers" id={listId} role="listbox" aria-label={m.search.offers}>
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={offer.key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className="offer"
            ref={index === at ? (shown) => shown?.scrollIntoView({ block: 'nearest' }) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(offer)}
          >
            <Text>{offer.shown}</Text>
            <span className="quiet">
              <Text>{offer.kind}</Text>
            </span>
          </div>
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {m.command.count(offers.length)}
      </p>
      <p className="quiet command-keys">{m.command.keys}</p>
    </dialog>
  )
}

/** Pages and links at once, what the trail knows as soon as somebody stops typing. */
function useOffers(trail: string, rights: readonly string[] | undefined, text: string, settled: string): readonly Offer[] {
  const link = readLink(text, location.origin)
  const asked = link?.kind === 'other' ? link.words : link ? '' : settled.trim()
  const reads = useReads(trail)
  const isReader = reads !== undefined && reads.categories.length > 0
  const found = useFound(trail, isReader ? asked : '')
  const names = useNames(trail)
  const lanes = isReader ? { usual: laneOr('business', reads), people: laneOr('all', reads) } : undefined
  const pages = placesFor(rights, reads).map(({ to, label }) => {
    const path = to.replace('$trail', encodeURIComponent(trail))
    return { label, path: to === '/t/$trail/search' ? inLane(path, lanes?.usual) : path }
  })
  return offersOf(trail, link?.kind === 'other' ? link.words : text, link, found, pages, names.kind, lanes)
}
