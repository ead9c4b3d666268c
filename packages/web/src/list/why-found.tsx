import { createContext, use } from 'react'
import type { EventView } from '../api/event-view.ts'
import { useNames } from '../names/use-names.ts'
import { Text } from '../text/text.tsx'
import { besidesFound } from './besides-found.ts'

/** The words of a search that is nothing but words; none on every other page. */
export const AskedWords = createContext<readonly string[]>([])

/** What a row was found for, where its sentence does not say it: a number may be an order's and a customer's. */
export function WhyFound({ trail, event }: { readonly trail: string; readonly event: EventView }) {
  const words = use(AskedWords)
  return words.length === 0 ? null : <Besides trail={trail} event={event} words={words} />
}

function Besides({
  trail,
  event,
  words,
}: {
  readonly trail: string
  readonly event: EventView
  readonly words: readonly string[]
}) {
  const besides = besidesFound(event, words, useNames(trail))
  if (besides.length === 0) return null
  return (
    <span className="row-besides">
      <Text>{besides.join(' · ')}</Text>
    </span>
  )
}
