/** What this browser remembers of a trail: the keys it saw first and the newest checkpoint it has checked. */
export interface Sighting {
  readonly origin: string
  /** The tlog-policy text pinned at first sight; never replaced but by the reader. */
  readonly policy: string
  readonly firstSeen: string
  /** The newest checkpoint that continued all before it: its size, root (base64) and the whole signed note. */
  readonly size: number
  readonly root: string
  readonly note: string
  readonly seen: string
  readonly alarm?: Alarm
}

/** A checkpoint that does not continue what was seen; kept with the evidence until the reader starts over. */
export interface Alarm {
  readonly kind: 'shorter' | 'forked' | 'unsigned' | 'origin'
  readonly at: string
  /** What the server showed: the note, verbatim. */
  readonly note: string
  /** The size, or the origin, that it claims now. */
  readonly now: string
}

const keyOf = (trail: string) => `daybook.sighting.${trail}`
const changed = new EventTarget()

/** Trust: whoever can write to this browser's storage can make it forget; the server cannot. */
export function recall(trail: string): Sighting | undefined {
  const text = localStorage.getItem(keyOf(trail))
  if (text === null) return undefined
  try {
    const said: unknown = JSON.parse(text)
    return isSighting(said) ? said : undefined
  } catch {
    // Somebody with this browser in their hands wrote something else there.
    return undefined
  }
}

export function remember(trail: string, sighting: Sighting): void {
  localStorage.setItem(keyOf(trail), JSON.stringify(sighting))
  changed.dispatchEvent(new Event('change'))
}

/** Forgets a trail, evidence included. Only at the reader's explicit wish. */
export function forget(trail: string): void {
  localStorage.removeItem(keyOf(trail))
  changed.dispatchEvent(new Event('change'))
}

/** Calls back when the memory changes, here or in another tab. */
export function onMemoryChange(notify: () => void): () => void {
  changed.addEventListener('change', notify)
  window.addEventListener('storage', notify)
  return () => {
    changed.removeEventListener('change', notify)
    window.removeEventListener('storage', notify)
  }
}

/** The stored text itself: equal as long as nothing changed. */
export const memoryText = (trail: string): string | null => localStorage.getItem(keyOf(trail))

function isSighting(value: unknown): value is Sighting {
  const words = ['origin', 'policy', 'firstSeen', 'root', 'note', 'seen']
  if (typeof value !== 'object' || value === null) return false
  const said = value as { readonly [name: string]: unknown }
  return words.every((word) => typeof said[word] === 'string') && Number.isSafeInteger(said.size)
}
