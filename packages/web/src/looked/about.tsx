import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Text } from '../text/text.tsx'
import type { LookedAddress } from './looked-address.ts'

/** Goes to the page with something else in its address. */
export type Go = (change: { readonly [name in keyof LookedAddress]?: string | undefined }) => void

/** What was looked at, each to be taken out again. */
export function About({ trail, address, go }: { readonly trail: string; readonly address: LookedAddress; readonly go: Go }) {
  const names = useNames(trail)
  const { type, workflow, id = '', record, event } = address
  const noRecord = { type: undefined, workflow: undefined, id: undefined, record: undefined }
  return (
    <>
      {type !== undefined && <Chip said={names.record(type, id)} drop={() => go(noRecord)} />}
      {workflow !== undefined && (
        <Chip said={fill(m.looked.aboutCase, { name: `${names.kind(workflow)} ${id}` })} drop={() => go(noRecord)} />
      )}
      {record !== undefined && <Chip said={fill(m.looked.aboutRecord, { record })} drop={() => go(noRecord)} />}
      {event !== undefined && <Chip said={m.looked.aboutEvent} drop={() => go({ event: undefined })} />}
    </>
  )
}

function Chip({ said, drop }: { readonly said: string; readonly drop: () => void }) {
  return (
    <button type="button" className="chip" onClick={drop}>
      <Text>{said}</Text>
      <span aria-hidden="true" className="chip-x">
        ×
      </span>
      <span className="visually-hidden">{m.looked.drop}</span>
    </button>
  )
}
