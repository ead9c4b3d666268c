import { useQuery } from '@tanstack/react-query'
import { getProducers } from '../api/daybook-api.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'

/** The programs that send events to the trail. */
export const useProducers = (trail: string) =>
  useQuery({ queryKey: ['producers', trail], queryFn: ({ signal }) => getProducers(trail, signal), retry: false })

/** What is missing from the trail as its programs number their events: a line each, or that nothing is. */
export function Gaps({ trail }: { readonly trail: string }) {
  const producers = useProducers(trail)
  if (!producers.data || producers.data.length === 0) return null
  const told = producers.data.flatMap(({ producer, says }) => says.map((sentence) => ({ producer, sentence })))
  if (told.length === 0) return <li>{m.trust.noGaps(producers.data.length, showCount(producers.data.length))}</li>
  return told.map(({ producer, sentence }) => (
    <li key={`${producer} ${sentence}`}>
      <Text>{sentence}</Text>
    </li>
  ))
}
