import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { showAge } from '../format/moment.ts'
import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { FactorRuleSection } from './factor-rule-section.tsx'
import { InviteForm } from './invite-form.tsx'
import { LinkSessionsSection } from './link-sessions-section.tsx'
import { getReaders, getRoles, type Reader, type TrailRole } from './people-api.ts'
import { PersonSettings } from './person-settings.tsx'
import { useSession } from './use-session.ts'

const words = m.people.list

/** Who may read a trail, and what; inviting, changing and removing. */
export function PeoplePage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <People key={trail} trail={trail} />
}

function People({ trail }: { readonly trail: string }) {
  const client = useQueryClient()
  const session = useSession()
  const readers = useQuery({ queryKey: ['readers', trail], queryFn: ({ signal }) => getReaders(trail, signal) })
  const roles = useQuery({ queryKey: ['roles', trail], queryFn: ({ signal }) => getRoles(trail, signal) })
  const failed = [readers, roles].find(({ error, data }) => error && !data)
  if (failed?.error) return <Failure whole error={failed.error} retry={() => void failed.refetch()} />
  if (!readers.data || !roles.data) return <p className="quiet">{m.app.loading}</p>
  const changed = () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => ['readers', 'roles', 'session'].includes(String(queryKey[0])) })
  return (
    <section aria-labelledby="people">
      <title>{`${words.title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="people">{words.title}</h1>
      <p className="quiet lead">{words.lead}</p>
      <ul className="rows">
        {readers.data.map((reader) => (
          <PersonRow key={reader.id} trail={trail} reader={reader} roles={roles.data} changed={changed} me={session?.who.id} />
        ))}
      </ul>
      <InviteForm trail={trail} roles={roles.data} changed={changed} />
      {session?.owner && <FactorRuleSection />}
      {session?.owner && <LinkSessionsSection />}
    </section>
  )
}

interface PersonRowProps {
  readonly trail: string
  readonly reader: Reader
  readonly roles: readonly TrailRole[]
  readonly me: string | undefined
  readonly changed: () => Promise<void>
}

function PersonRow({ trail, reader, roles, me, changed }: PersonRowProps) {
  const [open, setOpen] = useState(false)
  const labels = reader.roles.map((name) => roles.find((role) => role.name === name)?.label ?? name)
  const seen = reader.seenAt === null ? words.never : `${words.seen}: ${showAge(reader.seenAt, Date.now())}`
  return (
    <li className="person">
      <div className="row-card">
        <span className="row-words">
          <strong>
            <Text>{reader.name}</Text>
          </strong>
          <span className="quiet">
            <Text>{reader.email}</Text>
          </span>
        </span>
        <span className="row-words">
          <span>{labels.length === 0 ? words.noRoles : <Text>{showList(labels)}</Text>}</span>
          <span className="quiet">{reader.state === 'active' ? seen : words.states[reader.state]}</span>
        </span>
        <span className="person-marks">
          {reader.id === me && <span className="mark">{words.you}</span>}
          {reader.owner && <span className="mark">{words.owner}</span>}
          {reader.secondFactor && <span className="mark">{words.factor}</span>}
          {reader.state !== 'active' && <span className="mark mark-bad">{words.states[reader.state]}</span>}
        </span>
        <button
          type="button"
          className="button"
          aria-expanded={open}
          aria-label={fill(words.editOf, { name: reader.name })}
          onClick={() => setOpen(!open)}
        >
          {words.edit}
        </button>
      </div>
      {open && <PersonSettings trail={trail} reader={reader} roles={roles} isMe={reader.id === me} changed={changed} />}
    </li>
  )
}
