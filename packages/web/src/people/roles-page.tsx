import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { RefusedNote } from './field.tsx'
import { getRoles, type TrailRole, viewAs } from './people-api.ts'
import { sayMay, sayReads } from './role-words.ts'
import type { Reads } from './session-api.ts'
import { useDeed } from './use-deed.ts'
import { useReads } from './use-session.ts'

const words = m.people.role

/** The roles of a trail in plain sentences: what each reads and may do, who holds it, and how the trail looks through it. */
export function RolesPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Roles key={trail} trail={trail} />
}

function Roles({ trail }: { readonly trail: string }) {
  const roles = useQuery({ queryKey: ['roles', trail], queryFn: ({ signal }) => getRoles(trail, signal) })
  if (roles.error && !roles.data) return <Failure whole error={roles.error} retry={() => void roles.refetch()} />
  if (!roles.data) return <p className="quiet">{m.app.loading}</p>
  return (
    <section aria-labelledby="roles">
      <title>{`${words.title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="roles">{words.title}</h1>
      <p className="quiet lead">{words.lead}</p>
      <p>
        <Link className="button" to="/t/$trail/settings/roles/$name" params={{ trail, name: 'new' }}>
          {words.make}
        </Link>
      </p>
      <ul className="role-cards">
        {roles.data.map((role) => (
          <RoleCard key={role.name} trail={trail} role={role} />
        ))}
      </ul>
    </section>
  )
}

function RoleCard({ trail, role }: { readonly trail: string; readonly role: TrailRole }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { busy, refused, run } = useDeed()
  const isShown = readsSomeOf(role, useReads(trail))
  const view = async () => {
    const done = await run(async () => {
      const session = await viewAs({ trail, roles: [role.name] })
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
      client.setQueryData(['session'], session)
    })
    if (done) await navigate({ to: '/t/$trail', params: { trail } })
  }
  const origin = words.origins[role.origin]
  const holders = role.heldBy.map(({ name }) => name)
  return (
    <li className="role-card" aria-label={role.label}>
      <h2>
        <Text>{role.label}</Text> {origin !== '' && <span className="mark">{origin}</span>}
      </h2>
      {role.description !== '' && (
        <p>
          <Text>{role.description}</Text>
        </p>
      )}
      <dl className="role-facts">
        <dt>{words.reads}</dt>
        <dd>
          {sayReads(role).map((sentence) => (
            <p key={sentence}>
              <Text>{sentence}</Text>
            </p>
          ))}
        </dd>
        <dt>{words.may}</dt>
        <dd>{sayMay(role)}</dd>
      </dl>
      <p className="quiet">
        <Text>{holders.length === 0 ? words.heldByNobody : fill(words.heldBy, { names: showList(holders) })}</Text>
      </p>
      <div className="form-actions">
        {role.mayChange && (
          <Link className="button" to="/t/$trail/settings/roles/$name" params={{ trail, name: role.name }}>
            {words.change}
          </Link>
        )}
        {isShown && (
          <button type="button" className="button" disabled={busy} onClick={view}>
            {words.viewAs}
          </button>
        )}
      </div>
      {!isShown && <p className="quiet">{words.nothingToView}</p>}
      <RefusedNote refused={refused} />
    </li>
  )
}

/**
 * Whether viewing as a role shows anything to somebody: never more than they read themselves. A role that reads nothing
 * shows just that.
 */
const readsSomeOf = ({ grants, rights }: TrailRole, reads: Reads | undefined): boolean => {
  if (reads === undefined || grants.length === 0 || !rights.includes('read')) return true
  return grants.some(({ categories }) => reads.categories.some((one) => categories?.includes(one) ?? true))
}
