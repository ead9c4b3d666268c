import { canonicalString } from './canonicalize.ts'
import type { SlotState } from './slot.ts'

/** One event of a bundle: a line of `events.ndjson`. */
export type BundleEvent =
  | { readonly state: 'present'; readonly seq: number; readonly slots: readonly SlotState[] }
  /** Its body went with a retention event, at position `by`; `hash` is E, base64url. */
  | { readonly state: 'pruned'; readonly seq: number; readonly hash: string; readonly by: number }

/** The line of an event, without its newline. There is one way to write it; verifiers refuse any other. */
export function bundleLine(event: BundleEvent): string {
  if (event.state === 'pruned') return `{"seq":${event.seq},"state":"pruned","hash":"${event.hash}","by":${event.by}}`
  return `{"seq":${event.seq},"slots":[${event.slots.map(slotText).join(',')}]}`
}

function slotText(slot: SlotState): string {
  const start = `{"name":"${slot.name}","digest":"${slot.digest}"`
  switch (slot.state) {
    case 'disclosed':
      return `${start},"disclosure":${canonicalString(slot.disclosure)}}`
    case 'withheld':
      return `${start},"state":"withheld"}`
    case 'erased':
      return `${start},"state":"erased","by":${slot.by}}`
  }
}
