import { slotValue } from '@daybook/core'
import type { OpenTrail } from '../trail/trails.ts'

/** When the event at a position was recorded; undefined where it is not there any more. */
export const recordedMs = async ({ reader }: OpenTrail, seq: number): Promise<number | undefined> => {
  const stored = await reader.at(seq)
  const core = stored?.state === 'present' ? stored.slots.find(({ name }) => name === 'core') : undefined
  const ms = core?.state === 'disclosed' ? Date.parse(String(slotValue(core).recordedAt)) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}
