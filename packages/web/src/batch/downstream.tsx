import { wordsOf } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { getDownstream } from '../api/batch-api.ts'
import { showCount, showList } from '../format/quantity.ts'
import { EventRow } from '../list/event-row.tsx'
import { fill, m } from '../messages/messages.ts'
import { sourceLabel } from '../source/sources.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'

/** What happened afterwards because of the import: what its events triggered, and what that triggered. */
export function DownstreamSection({ trail, id }: { readonly trail: string; readonly id: string }) {
  const query = useQuery({ queryKey: ['downstream', trail, id], queryFn: ({ signal }) => getDownstream(trail, id, signal) })
  if (!query.data) return isAnswered(query) ? null : <ToCome />
  const { count, whole, actions, sources, data } = query.data
  return (
    <section className="import-effects" aria-labelledby="effects">
      <h2 id="effects">{m.undo.effects}</h2>
      {count === 0 ? (
        <p className="quiet">{m.undo.noEffects}</p>
      ) : (
        <>
          <p>
            {whole ? '' : `${m.search.atLeast} `}
            <Text>
              {fill(m.undo.effectsSay, {
                events: m.list.total(count, showCount(count)),
                sources: showList(
                  sources.map(
                    ({ value, count: of }) => `${sourceLabel(value as Parameters<typeof sourceLabel>[0])} (${showCount(of)})`,
                  ),
                ),
                actions: showList(actions.slice(0, 5).map(({ value, count: of }) => `${wordsOf(value)} (${showCount(of)})`)),
              })}
            </Text>
          </p>
          <details>
            <summary>{m.undo.showEffects(data.length, showCount(data.length))}</summary>
            <ol className="rows">
              {data.map((event) => (
                <EventRow key={event.seq} event={event} trail={trail} open={false} panel={false} />
              ))}
            </ol>
          </details>
        </>
      )}
    </section>
  )
}
