import { useState } from 'react'

/** The first of many things, and how to see the next: a page that shows five hundred at once is slow and read by nobody. */
export const useFew = <Thing>(things: readonly Thing[], atOnce: number) => {
  const [shown, setShown] = useState(atOnce)
  return {
    shown: things.slice(0, shown),
    left: Math.max(0, things.length - shown),
    more: () => setShown(shown + atOnce),
  }
}
