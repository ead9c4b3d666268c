import { useEffect, useState } from 'react'

const settleMs = 120

/** The text once somebody has stopped typing it, so that not every letter is a search, and one on the record. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
