import { Link } from '@tanstack/react-router'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { sayAction } from './review-filters.tsx'
import type { LogReview } from './watch-api.ts'

const words = m.watch.reviews

/** What happened to the log, counted by kind; behind each count its events. */
export function LogContent({ trail, review }: { readonly trail: string; readonly review: LogReview }) {
  const { sections, range, since } = review
  if (sections.length === 0) return <p className="note">{words.nothingLog}</p>
  return (
    <ul className="role-cards">
      {sections.map(({ section, count, actions }) => (
        <li key={section} className="role-card">
          <h2>{words.sections[section]}</h2>
          <p className="quiet">{words.looked(count, showCount(count))}</p>
          <ul className="items">
            {actions.map((one) => (
              <li key={one.action}>
                <Link
                  to="/t/$trail/search"
                  params={{ trail }}
                  search={{ q: `action:${one.action} upto:${range.to}`, lane: 'own', ...(since === null ? {} : { from: since }) }}
                >
                  {sayAction(one.action)}
                </Link>{' '}
                {showCount(one.count)}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
