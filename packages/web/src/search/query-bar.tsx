import { completionAt } from '@daybook/core'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { currentZone } from '../zone/zone.ts'
import { mendQuery } from './mend-query.ts'
import { OfferList } from './offer-list.tsx'
import { type Offer, useQueryOffers } from './query-offers.ts'
import { problemOf } from './query-problem.ts'

interface QueryBarProps {
  readonly trail: string
  /** The query that is asked now. */
  readonly q: string
  readonly ask: (q: string) => void
  /** The largest place for it is the start page. */
  readonly large?: boolean
}

/** Where people say what they look for: completes filters and values that exist, and explains what is wrong where it is wrong. */
export function QueryBar({ trail, q, ask, large = false }: QueryBarProps) {
  const [text, setText] = useState(q)
  const [place, setPlace] = useState(q.length)
  const [open, setOpen] = useState(false)
  // By what it inserts and not by its place: what is found later comes in front.
  const [chosenOffer, setChosenOffer] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const problemId = useId()
  useEffect(() => setText(q), [q])
  const completion = completionAt(text, place)
  const offers = useQueryOffers(trail, text, completion, open)
  const chosen = chosenOffer === undefined ? -1 : offers.findIndex(({ insert }) => insert === chosenOffer)
  const navigate = useNavigate()
  const problem = open ? undefined : problemOf(text)
  const meant = open ? undefined : mendQuery(text, currentZone())

  const submit = () => {
    setOpen(false)
    if (problemOf(text) === undefined) ask(text.trim())
    else input.current?.focus()
  }
  const take = (offer: Offer) => {
    if (offer.record) {
      const { type, id } = offer.record
      void navigate({ to: '/t/$trail/records/$type/$id', params: { trail, type, id }, search: {} })
      return
    }
    const next = text.slice(0, completion.from) + offer.insert + text.slice(completion.to)
    const caret = completion.from + offer.insert.length
    setText(next)
    setPlace(caret)
    setChosenOffer(undefined)
    setOpen(offer.insert.endsWith(':'))
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const offer = open ? offers[chosen] : undefined
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      const next = offers[(chosen + step + offers.length + (chosen < 0 && step < 0 ? 1 : 0)) % offers.length]
      setChosenOffer(next?.insert)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
    } else if (event.key === 'Escape') {
      // Out of the field, so that single keys go through what was found; not further, which would close what is open beside it.
      event.stopPropagation()
      input.current?.blur()
    } else if ((event.key === 'Enter' || event.key === 'Tab') && offer) {
      event.preventDefault()
      take(offer)
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every assistive technology yet
    <form
      className={large ? 'query query-large' : 'query'}
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="query-field">
        <input
          ref={input}
          id="query"
          className="query-input"
          type="text"
          role="combobox"
          aria-label={m.search.label}
          aria-expanded={open && offers.length > 0}
          aria-controls={listId}
          aria-activedescendant={open && chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-autocomplete="list"
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={m.search.placeholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setPlace(event.target.selectionStart ?? event.target.value.length)
            setChosenOffer(undefined)
            setOpen(true)
          }}
          onSelect={(event) => setPlace(event.currentTarget.selectionStart ?? text.length)}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(false)}
        />
        {open && offers.length > 0 && <OfferList id={listId} offers={offers} chosen={chosen} take={take} />}
      </div>
      <button type="submit" className="button">
        {m.search.go}
      </button>
      {meant !== undefined && (
        <Meant
          text={meant}
          take={() => {
            setText(meant)
            ask(meant)
          }}
        />
      )}
      {problem !== undefined && <Problem id={problemId} text={text} problem={problem} />}
    </form>
  )
}

/** What was probably meant, one press away. */
function Meant({ text, take }: { readonly text: string; readonly take: () => void }) {
  return (
    <p className="query-meant quiet">
      {m.search.meant}{' '}
      <button type="button" className="link-button" onClick={take}>
        <Text>{text}</Text>
      </button>
    </p>
  )
}

interface ProblemProps {
  readonly id: string
  readonly text: string
  readonly problem: NonNullable<ReturnType<typeof problemOf>>
}

/** What is wrong with the text, and where. */
function Problem({ id, text, problem: { at, detail } }: ProblemProps) {
  return (
    <p className="query-problem" id={id} role="alert">
      {at !== undefined && <code aria-hidden="true" className="query-caret">{`${text.slice(0, at)}▸${text.slice(at)}`}</code>}
      <Text>{detail}</Text>
    </p>
  )
}
