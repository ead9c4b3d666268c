import { wordsOf } from '@daybook/core'
import { type FormEvent, useState } from 'react'
import type { ChangeView, EventView } from '../api/event-view.ts'
import { requestJson } from '../api/request.ts'
import { fill, m } from '../messages/messages.ts'
import { Field, RefusedNote } from '../people/field.tsx'
import { useDeed } from '../people/use-deed.ts'
import { useRights } from '../people/use-session.ts'
import { inOrder } from '../text/in-order.ts'
import { Text } from '../text/text.tsx'

interface Revealed {
  readonly changes: readonly { readonly path?: string; readonly before?: string; readonly after?: string }[]
}

const words = m.event.reveal

/** Opens what the trail keeps encrypted, for a reason that goes on the record before the value is shown. */
export function Reveal({ trail, event }: { readonly trail: string; readonly event: EventView }) {
  const mayReveal = useRights(trail).has('reveal')
  const fields = new Map((event.changes ?? []).filter(isEncrypted).map((change) => [change.field, change.label]))
  if (!mayReveal || fields.size === 0) return null
  return (
    <div className="reveal">
      {[...fields].map(([field, label]) => (
        <RevealField
          key={field}
          address={`/v1/trails/${encodeURIComponent(trail)}/events/${event.id}/reveal`}
          field={field}
          label={label}
        />
      ))}
    </div>
  )
}

const isEncrypted = ({ treated, before, after }: ChangeView): boolean =>
  treated === 'encrypt' && [before, after].some((value) => typeof value === 'string' && value.startsWith('enc1:'))

interface RevealFieldProps {
  readonly address: string
  readonly field: string
  readonly label: string | undefined
}

function RevealField({ address, field, label = wordsOf(field) }: RevealFieldProps) {
  const [reason, setReason] = useState<string>()
  const [shown, setShown] = useState<Revealed>()
  const { busy, refused, run } = useDeed()
  if (shown) return <Values label={label} shown={shown} onHide={() => setShown(undefined)} />
  if (reason === undefined)
    return (
      <button type="button" className="button" onClick={() => setReason('')}>
        <Text>{fill(words.open, { field: label })}</Text>
      </button>
    )
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    await run(async () => setShown(await requestJson<Revealed>(address, { method: 'POST', body: { field, reason } })))
  }
  return (
    <form className="form" onSubmit={submit} aria-label={fill(words.open, { field: label })}>
      <Field
        label={words.reason}
        name="reason"
        value={reason}
        onChange={setReason}
        help={words.reasonHelp}
        refused={refused}
        autoFocus
      />
      <RefusedNote refused={refused} fields={['reason']} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy}>
          {words.submit}
        </button>
        <button type="button" className="button" onClick={() => setReason(undefined)}>
          {m.people.form.cancel}
        </button>
      </div>
    </form>
  )
}

/** Kept in this part of the page only: it is gone when the event is left, and asking again is another entry. */
function Values({ label, shown, onHide }: { readonly label: string; readonly shown: Revealed; readonly onHide: () => void }) {
  return (
    <section className="notice" aria-label={label} aria-live="polite">
      <dl className="revealed">
        {inOrder(sidesOf(label, shown), (side) => (
          <ValueOf {...side} />
        ))}
      </dl>
      <p className="quiet">{words.told}</p>
      <button type="button" className="button" onClick={onHide}>
        {words.hide}
      </button>
    </section>
  )
}

const ValueOf = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>
      <Text>{name}</Text>
    </dt>
    <dd>
      <Text className="value-text">{value}</Text>
    </dd>
  </div>
)

const sidesOf = (label: string, { changes }: Revealed) =>
  changes.flatMap(({ path, before, after }) => {
    const field = path === undefined ? label : `${label} ${path}`
    return [
      ...(before === undefined ? [] : [{ name: `${field}: ${m.event.before}`, value: before }]),
      ...(after === undefined ? [] : [{ name: `${field}: ${m.event.after}`, value: after }]),
    ]
  })
