import type { WorkflowCase } from '@daybook/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isAnswered } from '../api/answered.ts'
import { type BatchView, listBatches } from '../api/batch-api.ts'
import { getFacets, searchEvents } from '../api/search-api.ts'
import { listCases } from '../api/workflow-api.ts'
import { batchName } from '../batch/batch-name.ts'
import { disagreements } from '../batch/counts.ts'
import { showDate } from '../format/moment.ts'
import { showCount, showTotal, type Total } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { Reads } from '../people/session-api.ts'
import { askedBy, type SearchAddress } from '../search/asked.ts'
import { readsLane } from '../search/lanes.ts'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'

interface StoriesProps {
  readonly trail: string
  readonly reads: Reads
  readonly nowMs: number
}

const monthMs = 30 * 86_400_000

/** What was out of the ordinary in the last month, a card each, with the events behind it one press away. */
export function Stories({ trail, reads, nowMs }: StoriesProps) {
  const from = new Date(nowMs - monthMs).toISOString().slice(0, 10)
  const imports = useImportStories(trail, reads, from)
  const [breaches, counts] = [useFourEyesStories(trail, reads), useCountStories(trail, reads, from)]
  // Cards that came one by one would push each other to other places.
  if (!imports || !breaches || !counts) return <ToCome />
  const [wrong, other] = imports
  const cards = [...wrong, ...breaches, ...counts, ...other]
  if (cards.length === 0) return null
  return (
    <section className="start-part" aria-labelledby="stories">
      <h2 id="stories">{m.start.stories}</h2>
      <ul className="stories">
        {cards.map(({ key, card }) => (
          <li key={key}>{card}</li>
        ))}
      </ul>
    </section>
  )
}

interface Story {
  readonly key: string
  readonly card: ReactNode
}

/** Not of what is not asked, as one does not read it. */
const isToCome = (query: UseQueryResult): boolean => query.isEnabled && !isAnswered(query)

const large = 200

/** Imports that did not do what they said, and those that touched much. */
function useImportStories(
  trail: string,
  reads: Reads,
  from: string,
): readonly [wrong: readonly Story[], large: readonly Story[]] | undefined {
  const batches = useQuery({
    queryKey: ['stories', trail, 'imports', from],
    queryFn: ({ signal }) => listBatches(trail, { from, q: 'source:bulk_import' }, undefined, signal),
    enabled: readsLane(reads, 'business'),
  })
  if (isToCome(batches)) return undefined
  const found = (batches.data?.data ?? []).filter(isStory).sort((a, b) => b.recorded.events - a.recorded.events)
  const told = (some: readonly BatchView[]): readonly Story[] =>
    some.slice(0, 3).map((batch) => ({
      key: `batch ${batch.id}`,
      card: (
        <Link className="story" to="/t/$trail/imports/$id" params={{ trail, id: batch.id }}>
          <strong>
            <Text>{batchName(batch)}</Text>
          </strong>
          <span>{fill(m.start.importStory, { count: showCount(touchedBy(batch)), date: showDate(batch.first.at ?? '') })}</span>
          {batch.who && (
            <span className="quiet">
              <Text>{fill(m.start.importBy, { actor: batch.who.name ?? batch.who.id })}</Text>
            </span>
          )}
          {differs(batch) && (
            <span className="mark mark-bad">
              {fill(m.start.claimDiffers, {
                claimed: showCount((batch.claimed?.created ?? 0) + (batch.claimed?.updated ?? 0)),
                recorded: showCount(touchedBy(batch)),
              })}
            </span>
          )}
        </Link>
      ),
    }))
  return [told(found.filter(differs)), told(found.filter((batch) => !differs(batch)))]
}

const touchedBy = ({ recorded }: BatchView): number => recorded.created + recorded.updated + recorded.deleted

const isStory = (batch: BatchView): boolean => batch.recorded.events >= large || differs(batch)

/** It claims other numbers than the trail counts. */
const differs = (batch: BatchView): boolean => disagreements(batch).length > 0

function useFourEyesStories(trail: string, reads: Reads): readonly Story[] | undefined {
  const cases = useQuery({
    queryKey: ['stories', trail, 'breaches'],
    queryFn: ({ signal }) => listCases(trail, { breaches: true }, signal),
    enabled: readsLane(reads, 'business'),
  })
  if (isToCome(cases)) return undefined
  return (cases.data?.data ?? []).slice(0, 3).map((one) => ({
    key: `case ${one.type} ${one.id}`,
    card: (
      <Link className="story" to="/t/$trail/workflows/$type/$id" params={{ trail, type: one.type, id: one.id }}>
        <strong>
          <Text>{one.object?.name ?? one.id}</Text>
        </strong>
        <span>
          <Text>{fill(m.start.ownApproval, { actor: breaker(one), date: showDate(decidedAt(one)) })}</Text>
        </span>
        <span className="mark mark-bad">{m.start.fourEyes}</span>
      </Link>
    ),
  }))
}

const breaker = ({ breaches: [breach] }: WorkflowCase): string => breach?.actor.name ?? breach?.actor.id ?? ''

/** When the second of the two steps was taken. */
const decidedAt = ({ breaches: [breach], steps, lastAt }: WorkflowCase): string =>
  steps.findLast(({ step }) => step === breach?.steps[1])?.at ?? lastAt

/** Rights that were given, lists that left, rules that were overridden: counts with their events. */
function useCountStories(trail: string, reads: Reads, from: string): readonly Story[] | undefined {
  const rights = useQuery({
    queryKey: ['stories', trail, 'rights', from],
    queryFn: ({ signal }) => searchEvents(trail, askedBy(rightsAsked(from)), 1, undefined, signal),
    enabled: readsLane(reads, 'security'),
  })
  const exports = useQuery({
    queryKey: ['stories', trail, 'exports', from],
    queryFn: ({ signal }) => getFacets(trail, askedBy(exportsAsked(from)), ['actor'], manyPeople, signal),
    enabled: readsLane(reads, 'access') && reads.sensitive,
  })
  if (isToCome(rights) || isToCome(exports)) return undefined
  const leaders = (exports.data?.facets.actor ?? []).length
  return [
    ...countStory(trail, rights.data?.total, rightsAsked(from), m.start.rights, m.start.lastMonth),
    ...countStory(
      trail,
      exports.data?.total,
      exportsAsked(from),
      m.start.exports,
      m.start.byPeople(leaders, leaders >= manyPeople ? m.start.manyPeople : showCount(leaders)),
    ),
  ]
}

const manyPeople = 5
const rightsAsked = (from: string) => ({ q: 'field:role,permission', lane: 'security', from }) as const
const exportsAsked = (from: string) => ({ q: 'action:*.exported', lane: 'access', from }) as const

/** A count as a card that leads to its events; none where there is nothing to count. */
function countStory(
  trail: string,
  total: Total | undefined,
  search: SearchAddress,
  title: (count: number, shown: string) => string,
  note: string,
): readonly Story[] {
  if (total === undefined || total.value === 0) return []
  const card = (
    <Link className="story" to="/t/$trail/search" params={{ trail }} search={search}>
      <strong>{title(total.value, showTotal(total))}</strong>
      <span>{note}</span>
    </Link>
  )
  return [{ key: `count ${search.q}`, card }]
}
