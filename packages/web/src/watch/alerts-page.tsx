import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { AlertForm } from './alert-form.tsx'
import { AlertRow } from './alert-row.tsx'
import { type AlertsAddress, readAlertsAddress } from './alerts-address.ts'
import { useMarkRead } from './firing-told.tsx'
import { SecretShown } from './secret-shown.tsx'
import { type AlertSettings, addAlert, getAlerts } from './watch-api.ts'

const words = m.watch.alerts

/** Rules that tell somebody when something happens. */
export function AlertsPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Alerts key={trail} trail={trail} />
}

function Alerts({ trail }: { readonly trail: string }) {
  const address = readAlertsAddress(useSearch({ strict: false }))
  const client = useQueryClient()
  const navigate = useNavigate()
  const readAll = useMarkRead(trail)
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string }>()
  const alerts = useQuery({
    queryKey: ['alerts', trail],
    queryFn: ({ signal }) => getAlerts(trail, signal),
    refetchInterval: 15_000,
  })
  const changed = () => client.invalidateQueries({ queryKey: ['alerts', trail] })
  const go = (search: AlertsAddress) => void navigate({ to: '/t/$trail/alerts', params: { trail }, search })
  if (alerts.error && !alerts.data) return <Failure whole error={alerts.error} retry={() => void alerts.refetch()} />
  if (!alerts.data) return <p className="quiet">{m.app.loading}</p>
  const { data, canMail } = alerts.data
  const save = async (settings: AlertSettings) => {
    const { name, secret } = await addAlert(trail, settings)
    setMade(secret === undefined ? undefined : { name, secret })
    await changed()
    go({})
  }
  return (
    <section className="watch" aria-labelledby="alerts">
      <title>{`${words.title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="alerts">{words.title}</h1>
      <p className="quiet lead">{words.lead}</p>
      {made && <SecretShown title={words.secret} lead={words.secretLead} copy={words.copySecret} {...made} />}
      {address.new === '1' ? (
        <section className="part" aria-labelledby="new-alert">
          <h2 id="new-alert">{words.make}</h2>
          <AlertForm
            trail={trail}
            settings={settingsFrom(address)}
            canMail={canMail}
            submit={words.save}
            save={save}
            cancel={() => go({})}
          />
        </section>
      ) : (
        <div className="form-actions">
          <button type="button" className="button button-new" onClick={() => go({ new: '1' })}>
            {words.make}
          </button>
          {data.some(({ unread }) => unread > 0) && (
            <button type="button" className="button" onClick={() => void readAll()}>
              {words.readAll}
            </button>
          )}
        </div>
      )}
      {data.length === 0 && address.new !== '1' && (
        <p className="note">
          {words.none}{' '}
          <Link to="/t/$trail/search" params={{ trail }} search={{}}>
            {words.toSearch}
          </Link>
        </p>
      )}
      {data.length > 0 && (
        <ul className="rows watch-rows">
          {data.map((alert) => (
            <AlertRow key={alert.id} trail={trail} alert={alert} canMail={canMail} changed={changed} />
          ))}
        </ul>
      )}
    </section>
  )
}

const settingsFrom = ({ q = '', lane = 'all' }: AlertsAddress): AlertSettings => ({
  ...{ name: '', q, lane, atLeast: 1, withinMinutes: 10, cooldownMinutes: 60, to: [] },
})
