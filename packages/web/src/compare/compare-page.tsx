import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { getComparison, getState } from '../api/record-api.ts'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Failure } from '../pages/failure.tsx'
import { NoRecord } from '../record/no-record.tsx'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { MomentField } from '../zone/moment-field.tsx'
import { currentZone } from '../zone/zone.ts'
import { type CompareAddress, inTime, readCompareAddress } from './compare-address.ts'
import { DifferenceTable } from './difference-table.tsx'
import { PickEvents } from './pick-events.tsx'

/** One record at two moments: only what differs, each side with the event that made it so. */
export function ComparePage() {
  const { trail, type, id } = useParams({ strict: false })
  if (trail === undefined || type === undefined || id === undefined) return null
  return <Compare key={JSON.stringify([trail, type, id])} trail={trail} type={type} id={id} />
}

interface CompareProps {
  readonly trail: string
  readonly type: string
  readonly id: string
}

function Compare({ trail, type, id }: CompareProps) {
  const address = inTime(readCompareAddress(useSearch({ strict: false })))
  const navigate = useNavigate()
  const names = useNames(trail)
  const now = useQuery({
    queryKey: ['state', trail, type, id, undefined],
    queryFn: ({ signal }) => getState(trail, type, id, undefined, signal),
  })
  const moments = now.data && momentsOf(address, now.data)
  const compared = useQuery({
    queryKey: ['compare', trail, type, id, moments?.from, moments?.to],
    queryFn: ({ signal }) => getComparison(trail, type, id, moments?.from ?? '', moments?.to ?? '', signal),
    enabled: moments !== undefined,
    placeholderData: (before) => before,
  })
  const go = (change: { readonly [name in keyof CompareAddress]?: string | undefined }) => {
    const search = inTime(readCompareAddress({ ...address, ...change }))
    void navigate({ to: '/t/$trail/records/$type/$id/compare', params: { trail, type, id }, search, resetScroll: false })
  }
  if (now.error && !now.data) return <NoRecord trail={trail} error={now.error} retry={() => void now.refetch()} />
  if (!isAnswered(now)) return <ToCome />
  const name = now.data?.name ?? names.record(type, id)
  const { error } = compared
  return (
    <section className="compare" aria-labelledby="compare">
      <title>{`${fill(m.compare.title, { name })} · ${m.app.name}`}</title>
      <p className="quiet">
        <Link to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
          ← <Text>{name}</Text>
        </Link>
      </p>
      <h1 id="compare">
        <Text>{fill(m.compare.title, { name })}</Text>
      </h1>
      {error && !compared.data && <Failure error={error} retry={() => void compared.refetch()} />}
      {moments && (
        <>
          <div className="range">
            <MomentField label={m.compare.from} moment={moments.from} choose={(from) => go({ from })} />
            <MomentField label={m.compare.to} moment={moments.to} choose={(to) => go({ to })} />
            {(address.from !== undefined || address.to !== undefined) && (
              <button type="button" className="button button-quiet" onClick={() => go({ from: undefined, to: undefined })}>
                {m.compare.whole}
              </button>
            )}
            <span className="quiet">{fill(m.list.zone, { zone: currentZone() })}</span>
          </div>
          {!isAnswered(compared) && <ToCome />}
          {compared.data && <DifferenceTable trail={trail} compared={compared.data} isNow={address.to === undefined} />}
          <PickEvents trail={trail} type={type} id={id} moments={moments} isNow={address.to === undefined} go={go} />
        </>
      )}
      {!moments && !error && <p className="quiet">{m.app.loading}</p>}
      {compared.data && (
        <p className="visually-hidden" role="status">
          {m.compare.said(compared.data.changes.length)}
          {fill(m.compare.between, {
            from: showDateAndTime(compared.data.from.at),
            to: showDateAndTime(compared.data.to.at),
          })}
        </p>
      )}
    </section>
  )
}

/** Since the trail knows the record, until now, where nothing else is asked. */
const momentsOf = ({ from, to }: CompareAddress, now: { readonly at: string; readonly firstSeenAt?: string }) =>
  inTime({ from: from ?? now.firstSeenAt ?? now.at, to: to ?? now.at }) as { readonly from: string; readonly to: string }
