import type { PartialEvent } from '../sentence/part.ts'

/** Whether a slot, or one that is a part of it (`chg/total` of `chg`), is kept from the caller or erased: what is in it is not missing. */
export const isHidden = ({ hidden }: PartialEvent, slot: string): boolean =>
  hidden?.some((one) => one.slot === slot || one.slot.startsWith(`${slot}/`)) === true
