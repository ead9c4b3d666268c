import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { begunWith, mayCopy, useCopied } from './copied.ts'
import { ForwarderForm } from './forwarder-form.tsx'
import { ForwarderRow } from './forwarder-row.tsx'
import { SecretShown } from './secret-shown.tsx'
import { addForwarder, type ForwarderSettings, getForwarders } from './watch-api.ts'

const words = m.watch.forwarding

/** Copies of events to other systems, and how each stands. */
export function ForwardingPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Forwarding key={trail} trail={trail} />
}

const fresh: ForwarderSettings = {
  ...{ name: '', receiver: { kind: 'https', url: '' }, q: '', own: false, roles: [], paused: false },
}

function Forwarding({ trail }: { readonly trail: string }) {
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [shown, setShown] = useState<{ readonly name: string; readonly secret: string }>()
  const forwarders = useQuery({
    queryKey: ['forwarders', trail],
    queryFn: ({ signal }) => getForwarders(trail, signal),
    refetchInterval: 5_000,
  })
  const copied = useCopied(trail)
  const changed = () => client.invalidateQueries({ queryKey: ['forwarders', trail] })
  const took = async ({ name, secret }: { readonly name: string; readonly secret?: string }) => {
    setShown(secret === undefined ? undefined : { name, secret })
    await changed()
  }
  if (forwarders.error && !forwarders.data)
    return <Failure whole error={forwarders.error} retry={() => void forwarders.refetch()} />
  if (!forwarders.data) return <p className="quiet">{m.app.loading}</p>
  return (
    <section className="watch" aria-labelledby="forwarding">
      <title>{`${words.title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="forwarding">{words.title}</h1>
      <p className="quiet lead">{words.lead}</p>
      {shown && <SecretShown title={words.secret} lead={words.secretLead} copy={words.copySecret} {...shown} />}
      {forwarders.data.length === 0 && !adding && <p className="note">{words.none}</p>}
      {forwarders.data.length > 0 && (
        <ul className="rows watch-rows">
          {forwarders.data.map((forwarder) => (
            <ForwarderRow key={forwarder.id} trail={trail} forwarder={forwarder} copied={copied} took={took} changed={changed} />
          ))}
        </ul>
      )}
      {!copied ? null : !mayCopy(copied) ? (
        <p className="note">{words.nothingToCopy}</p>
      ) : adding ? (
        <section className="part" aria-labelledby="new-forwarder">
          <h2 id="new-forwarder">{words.make}</h2>
          <ForwarderForm
            settings={begunWith(fresh, copied)}
            isNew
            copied={copied}
            save={async (settings, from) => {
              await took(await addForwarder(trail, { ...settings, from }))
              setAdding(false)
            }}
            cancel={() => setAdding(false)}
          />
        </section>
      ) : (
        <p>
          <button type="button" className="button button-new" onClick={() => setAdding(true)}>
            {words.make}
          </button>
        </p>
      )}
    </section>
  )
}
