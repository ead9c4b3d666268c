import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { RangeFields } from '../search/histogram.tsx'
import { useRecords } from '../search/use-records.ts'
import { Text } from '../text/text.tsx'
import { type CheckAddress, readCheckAddress } from './check-address.ts'
import { CheckRun } from './check-run.tsx'

interface CheckPartProps {
  readonly trail: string
}

/** A record or a stretch of time, chosen in the address and checked event by event when somebody says so. */
export function CheckPart({ trail }: CheckPartProps) {
  const address = readCheckAddress(useSearch({ strict: false }))
  const navigate = useNavigate()
  const go = (search: CheckAddress) => void navigate({ to: '/t/$trail/verify', params: { trail }, search, resetScroll: false })
  const { type, id, from, to } = address
  return (
    <>
      <Part title={m.trust.record}>
        <FindRecord trail={trail} go={go} />
        {type !== undefined && id !== undefined && (
          <OneRecord key={JSON.stringify([type, id])} trail={trail} type={type} id={id} />
        )}
      </Part>
      <Part title={m.trust.time}>
        <RangeFields asked={{ q: '', from, to }} choose={(range) => go(readCheckAddress({ ...range }))} />
        {from === undefined && to === undefined ? (
          <p className="quiet">{m.trust.timeNeeded}</p>
        ) : (
          <CheckRun
            key={`${from} ${to}`}
            trail={trail}
            what={{ ...(from && { from }), ...(to && { to }) }}
            label={m.trust.check}
          />
        )}
      </Part>
    </>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section className="trust-part" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}

function FindRecord({ trail, go }: CheckPartProps & { readonly go: (search: CheckAddress) => void }) {
  const [asked, setAsked] = useState('')
  const names = useNames(trail)
  const found = useRecords(trail, asked)
  const records = found ?? []
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is not known to every assistive technology yet */}
      <form
        className="query trust-find"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(String(new FormData(event.currentTarget).get('record') ?? '').trim())
        }}
      >
        <input
          className="query-input"
          type="search"
          name="record"
          aria-label={m.trust.recordLabel}
          placeholder={m.trust.recordPlaceholder}
          autoComplete="off"
          spellCheck={false}
        />
        <button type="submit" className="button">
          {m.trust.find}
        </button>
      </form>
      <p role="status" className="quiet">
        {asked !== '' && found?.length === 0 && m.trust.recordNone}
      </p>
      {records.length > 0 && (
        <ul className="items">
          {records.map(({ type, id, name }) => (
            <li key={JSON.stringify([type, id])}>
              <button type="button" className="button button-quiet" onClick={() => go({ type, id })}>
                <Text>{name === id ? names.record(type, id) : name}</Text>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function OneRecord({ trail, type, id }: CheckPartProps & { readonly type: string; readonly id: string }) {
  const names = useNames(trail)
  const name = names.record(type, id)
  return (
    <>
      <p>
        <Link to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
          <Text>{name}</Text>
        </Link>
      </p>
      <CheckRun trail={trail} what={{ type, id }} label={fill(m.trust.checkRecord, { name })} />
    </>
  )
}
