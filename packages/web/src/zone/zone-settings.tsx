import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getTrail } from '../api/daybook-api.ts'
import { requestJson } from '../api/request.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { localZone } from './zone.ts'

/** The zone that everybody who reads this trail can choose by one word. */
export function ZoneSettings() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Settings key={trail} trail={trail} />
}

const setZone = (trail: string, zone: string | null) =>
  requestJson<unknown>(`/v1/trails/${encodeURIComponent(trail)}/zone`, { method: 'PUT', body: { zone } })

function Settings({ trail }: { readonly trail: string }) {
  const client = useQueryClient()
  const about = useQuery({ queryKey: ['trail', trail], queryFn: ({ signal }) => getTrail(trail, signal) })
  const [said, setSaid] = useState<'saved' | 'failed'>()
  if (!about.data)
    return about.error ? (
      <Failure error={about.error} retry={() => void about.refetch()} />
    ) : (
      <p className="quiet">{m.app.loading}</p>
    )
  const now = about.data.zone ?? ''
  const choose = async (zone: string) => {
    try {
      await setZone(trail, zone === '' ? null : zone)
      await client.invalidateQueries({ queryKey: ['trail', trail] })
      setSaid('saved')
    } catch {
      setSaid('failed')
    }
  }
  return (
    <section className="zone-settings" aria-labelledby="zone">
      <title>{`${m.zone.settings} · ${m.app.name}`}</title>
      <h1 id="zone">{m.zone.settings}</h1>
      <p className="quiet lead">{m.zone.settingsLead}</p>
      <label>
        {m.zone.team}{' '}
        <select className="pick" value={now} onChange={(event) => void choose(event.currentTarget.value)}>
          <option value="">{m.zone.none}</option>
          {[...new Set([localZone, ...(now === '' ? [] : [now]), ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
            <option key={zone} value={zone}>
              {zone === localZone ? fill(m.zone.here, { zone }) : zone}
            </option>
          ))}
        </select>
      </label>
      <p role="status">{said === 'saved' && m.zone.saved}</p>
      {said === 'failed' && <p role="alert">{m.zone.failed}</p>}
    </section>
  )
}
