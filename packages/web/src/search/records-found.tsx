import { Link } from '@tanstack/react-router'
import { m } from '../messages/messages.ts'
import { saysNumber } from '../names/says-number.ts'
import { useNames } from '../names/use-names.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { useAreRecordsToCome, useRecords } from './use-records.ts'

/** The records that are meant, before what happened to them and to others. */
export function RecordsFound({ trail, q }: { readonly trail: string; readonly q: string }) {
  const records = useRecords(trail, q) ?? []
  const names = useNames(trail)
  if (useAreRecordsToCome(trail, q)) return <ToCome />
  if (records.length === 0) return null
  return (
    <ul className="records-found" aria-label={m.search.records}>
      {records.map(({ type, id, name }) => (
        <li key={JSON.stringify([type, id])}>
          <Link className="record-found" to="/t/$trail/records/$type/$id" params={{ trail, type, id }} search={{}}>
            <strong>
              <Text>{name}</Text>
            </strong>
            <span className="quiet">
              {/* “Order #1842” has its number already. */}
              <Text>{saysNumber(name, id) ? names.kind(type) : `${names.kind(type)} ${id}`}</Text>
            </span>
            <span>{m.search.record}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
