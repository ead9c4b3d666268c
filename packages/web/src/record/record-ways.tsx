import { Link } from '@tanstack/react-router'
import { LookedLink } from '../looked/looked-link.tsx'
import { m } from '../messages/messages.ts'

interface RecordWaysProps {
  readonly trail: string
  readonly type: string
  readonly id: string
}

/** What one can do with a record's history beside reading it. */
export function RecordWays(params: RecordWaysProps) {
  return (
    <span className="record-ways">
      <Link to="/t/$trail/records/$type/$id/compare" params={params} search={{}}>
        {m.record.compare}
      </Link>
      <Link to="/t/$trail/records/$type/$id/reply" params={params}>
        {m.record.reply}
      </Link>
      <Link to="/t/$trail/records/$type/$id/print" params={params}>
        {m.record.print}
      </Link>
      <LookedLink trail={params.trail} at={{ type: params.type, id: params.id }} />
    </span>
  )
}
