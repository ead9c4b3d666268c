/** A slot as somebody who may not have everything sees it. Anything that fits none of these is a mismatch. */
export type SlotState = DisclosedSlot | WithheldSlot | ErasedSlot

export interface DisclosedSlot {
  readonly state: 'disclosed'
  readonly name: string
  /** base64url SHA-256 of `disclosure`, 43 characters. */
  readonly digest: string
  /** D = JCS([salt, name, value]), the exact text that was hashed. */
  readonly disclosure: string
}
export interface WithheldSlot {
  readonly state: 'withheld'
  readonly name: string
  readonly digest: string
}
export interface ErasedSlot {
  readonly state: 'erased'
  readonly name: string
  readonly digest: string
  /** Position of the erasure event, which names this position and slot. */
  readonly by: number
}

/** What the sealer makes of one event: everything that is stored and hashed. */
export interface SealedEvent {
  /** Ascending by the bytes of their names. */
  readonly slots: readonly DisclosedSlot[]
  /** E = SHA-256(R), 32 bytes. */
  readonly hash: Uint8Array
}

/** A sealed event as the server stores it: its disclosures in the order of their names, each ended by LF, in `bytes[from, to)`. */
export interface SealedLines {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** E = SHA-256(R), 32 bytes. */
  readonly hash: Uint8Array
}
