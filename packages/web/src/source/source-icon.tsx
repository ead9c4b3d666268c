import type { SourceName } from './sources.ts'

/** One 16-unit outline a source; the word beside it says the same. */
const outlines: { readonly [source in SourceName]: string } = {
  user_action: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14a5.5 5.5 0 0 1 11 0',
  admin_action:
    'M6.5 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM1.5 14a5 5 0 0 1 6-4.9M12 8l2.5 1v2c0 1.5-1 2.5-2.5 3-1.5-.5-2.5-1.5-2.5-3V9L12 8Z',
  automation:
    'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  api: 'M5.5 2.5C4 2.5 4 4 4 5s0 2.5-2 3c2 .5 2 2 2 3s0 2.5 1.5 2.5M10.5 2.5C12 2.5 12 4 12 5s0 2.5 2 3c-2 .5-2 2-2 3s0 2.5-1.5 2.5',
  webhook: 'M2 8h8.5M7 4.5 10.5 8 7 11.5M13.5 2.5v11',
  bulk_import: 'M8 1.5v8M4.5 6 8 9.5 11.5 6M2 11v3h12v-3',
  background_job: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 4.5V8l2.5 1.5',
  system_rule: 'M2.5 4l1.2 1.2L6 3M2.5 11l1.2 1.2L6 10M8.5 4.5h5M8.5 11.5h5',
  integration: 'M6.5 9.5l3-3M7 4.5 9 2.5a3.2 3.2 0 0 1 4.5 4.5l-2 2M9 11.5l-2 2A3.2 3.2 0 0 1 2.5 9l2-2',
  direct_database:
    'M13 4c0 1.4-2.2 2.5-5 2.5S3 5.4 3 4s2.2-2.5 5-2.5S13 2.6 13 4ZM3 4v8c0 1.4 2.2 2.5 5 2.5s5-1.1 5-2.5V4M3 8c0 1.4 2.2 2.5 5 2.5s5-1.1 5-2.5',
  none: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM6.2 6.2A1.9 1.9 0 1 1 8 8.7v.8M8 11.6v.1',
}

export function SourceIcon({ source }: { readonly source: SourceName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={outlines[source] ?? outlines.none} />
    </svg>
  )
}
