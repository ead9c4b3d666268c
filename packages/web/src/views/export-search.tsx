import type { Lane } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ExportFormat, type ExportPreview, exportAddress, exportFormats, previewExport } from '../api/export-api.ts'
import type { Asked } from '../api/search-api.ts'
import { Fact, Facts } from '../event/section.tsx'
import { showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useRoleLabel } from '../people/use-role-label.ts'
import { Text } from '../text/text.tsx'
import { Dialog } from './dialog.tsx'

interface ExportSearchProps {
  readonly trail: string
  readonly asked: Asked
  /** The question in words. */
  readonly said: string
  readonly lane: Lane
  readonly close: () => void
}

/** Says exactly what leaves before it leaves. */
export function ExportSearch({ trail, asked, said, lane, close }: ExportSearchProps) {
  const [format, setFormat] = useState<ExportFormat>('csv')
  const preview = useQuery({
    queryKey: ['export', trail, asked, format],
    queryFn: ({ signal }) => previewExport(trail, asked, format, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  return (
    <Dialog title={m.views.exportTitle} close={close}>
      <label className="ask-field">
        <span>{m.views.format}</span>
        <select value={format} onChange={(event) => setFormat(exportFormats.find((one) => one === event.target.value) ?? 'csv')}>
          {exportFormats.map((one) => (
            <option key={one} value={one}>
              {m.views.formats[one]}
            </option>
          ))}
        </select>
      </label>
      <p className="export-count" aria-live="polite">
        {preview.error ? (
          <Text>{fill(m.views.failed, { because: preview.error.message })}</Text>
        ) : preview.data ? (
          m.views.events(preview.data.events, showCount(preview.data.events))
        ) : (
          m.views.counting
        )}
      </p>
      <Facts>
        <Fact name={m.views.query}>
          <Text>{fill(m.views.inLane, { lane: m.search.lanes[lane], question: said === '' ? m.views.everything : said })}</Text>
        </Fact>
        <Fact name={m.views.range}>{saidRange(asked)}</Fact>
        {asked.upto !== undefined && (
          <Fact name={m.views.recordedWhen}>{fill(m.views.asRecordedAt, { count: showCount(Number(asked.upto)) })}</Fact>
        )}
        {preview.data && (
          <Fact name={m.views.hidden}>
            <Hidden hidden={preview.data.hidden} />
          </Fact>
        )}
      </Facts>
      {format === 'bundle' && preview.data?.query === '' && <p className="quiet">{m.views.wholeLog}</p>}
      <p className="quiet">
        {m.views.treated} {m.views.onRecord}
      </p>
      <div className="dialog-buttons">
        {preview.data && (
          <a className="button button-new" href={exportAddress(trail, asked, format)} download onClick={close}>
            {m.views.download}
          </a>
        )}
        <button type="button" className="button" onClick={close}>
          {m.views.cancel}
        </button>
      </div>
    </Dialog>
  )
}

function Hidden({ hidden }: Pick<ExportPreview, 'hidden'>) {
  const roleLabel = useRoleLabel()
  if (hidden.length === 0) return <span className="quiet">{m.views.nothingHidden}</span>
  return (
    <ul>
      {hidden.map(({ name, label, roles }) => (
        <li key={name}>
          <Text>{fill(m.views.hiddenField, { field: label, roles: showList(roles.map(roleLabel)) })}</Text>
        </li>
      ))}
    </ul>
  )
}

const saidRange = ({ from, to }: Asked): string => {
  const [start, end] = [from && showDateAndTime(whole(from)), to && showDateAndTime(whole(to))]
  if (start && end) return fill(m.views.between, { from: start, to: end })
  if (start) return fill(m.views.since, { from: start })
  return end ? fill(m.views.until, { to: end }) : m.views.anyTime
}

/** A day of an address is a day of UTC. */
const whole = (time: string): string => (time.includes('T') ? time : `${`${time}-01-01`.slice(0, 10)}T00:00:00Z`)
