import { Link } from '@tanstack/react-router'
import type { EventView } from '../api/event-view.ts'
import { roleWords } from '../event/role-words.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { TrailRole } from '../people/people-api.ts'
import { Sentence } from '../text/sentence.tsx'
import { Text } from '../text/text.tsx'
import { keptFor } from './kept-for.ts'
import type { ActionEntry } from './listing.ts'
import { whoReads } from './who-reads.ts'

/** What is known of every action beside its declaration. */
export interface ActionLore {
  /** The newest event of each; undefined while they are asked for. */
  readonly examples: ReadonlyMap<string, EventView> | undefined
  /** The trail's roles, where the reader may see them. */
  readonly roles: readonly TrailRole[] | undefined
}

interface ActionListProps {
  readonly trail: string
  readonly actions: readonly ActionEntry[]
  readonly lore: ActionLore
}

/** Each action as its newest event reads, or as one would; what kind it is, who reads it, how long it is kept. */
export function ActionList({ trail, actions, lore }: ActionListProps) {
  return (
    <ul className="catalogue-actions">
      {actions.map((entry) => (
        <ActionItem key={entry.action} trail={trail} entry={entry} lore={lore} />
      ))}
    </ul>
  )
}

interface ActionItemProps extends Pick<ActionListProps, 'trail' | 'lore'> {
  readonly entry: ActionEntry
}

function ActionItem({ trail, entry, lore: { examples, roles } }: ActionItemProps) {
  const { action, example, declaration, count } = entry
  const { category, retain, reason, sensitivity, allowedRoles } = declaration
  const live = examples?.get(action)
  return (
    <li className="catalogue-action">
      <p>
        {live ? (
          <Link className="touched-what" to="/t/$trail/events/$id" params={{ trail, id: live.id }} search={{}}>
            <Sentence event={live} />
          </Link>
        ) : (
          <>
            <Text>{example}</Text> {examples !== undefined && <span className="mark">{m.catalogue.invented}</span>}
          </>
        )}
      </p>
      <p className="quiet catalogue-facts">
        {`${m.event.categories[category]} · `}
        <Text>{readBy(entry, roles)}</Text>
        {` · ${keptFor(retain)}`}
        {sensitivity === 'sensitive' && ` · ${m.catalogue.sensitive}`}
        {reason === 'required' && ` · ${m.catalogue.reason}`}
        {allowedRoles && (
          <>
            {' · '}
            <Text>{fill(m.catalogue.doneBy, { roles: showList(allowedRoles) })}</Text>
          </>
        )}
        {' · '}
        {count !== 0 ? (
          <Link to="/t/$trail/search" params={{ trail }} search={{ q: `action:${action}`, lane: 'all' }}>
            {count === undefined ? m.catalogue.events : m.list.total(count, showCount(count))}
          </Link>
        ) : (
          m.catalogue.never
        )}
        {' · '}
        <Text className="code">{action}</Text>
      </p>
    </li>
  )
}

/** By the roles where they are known; otherwise by what the catalogue says. */
function readBy({ action, declaration }: ActionEntry, roles: ActionLore['roles']): string {
  const { readers, category, sensitivity } = declaration
  if (roles !== undefined) {
    const who = whoReads(action, declaration, roles)
    return who.length === 0 ? m.catalogue.readByNobody : fill(m.catalogue.readBy, { roles: showList(who) })
  }
  const words = sensitivity === 'sensitive' ? m.catalogue.readBySensitive : m.catalogue.readByAll
  if (readers !== undefined) return fill(m.catalogue.readByOf, { roles: showList(readers.map(roleWords)) })
  return fill(words, { category: m.event.categories[category] })
}
