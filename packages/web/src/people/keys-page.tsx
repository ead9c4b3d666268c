import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { showDate } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { RefusedNote } from './field.tsx'
import { NewKeyForm } from './new-key-form.tsx'
import { type AccessKey, getKeys, getRoles, revokeKey, type TrailRole } from './people-api.ts'
import { SureButton } from './sure-button.tsx'
import { useDeed } from './use-deed.ts'

const words = m.people.key

/** The keys by which programs reach a trail: making one, which is shown once, and revoking it. */
export function KeysPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Keys key={trail} trail={trail} />
}

function Keys({ trail }: { readonly trail: string }) {
  const client = useQueryClient()
  const keys = useQuery({ queryKey: ['keys', trail], queryFn: ({ signal }) => getKeys(trail, signal) })
  const roles = useQuery({ queryKey: ['roles', trail], queryFn: ({ signal }) => getRoles(trail, signal) })
  const failed = [keys, roles].find(({ error, data }) => error && !data)
  if (failed?.error) return <Failure whole error={failed.error} retry={() => void failed.refetch()} />
  if (!keys.data || !roles.data) return <p className="quiet">{m.app.loading}</p>
  const changed = () => client.invalidateQueries({ queryKey: ['keys', trail] })
  const old = keys.data.filter(({ revokedAt }) => revokedAt !== null)
  const current = keys.data.filter(({ revokedAt }) => revokedAt === null)
  const rowOf = (key: AccessKey) => <KeyRow key={key.id} trail={trail} about={key} roles={roles.data} changed={changed} />
  return (
    <section aria-labelledby="keys">
      <title>{`${words.title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="keys">{words.title}</h1>
      <p className="quiet lead">{words.lead}</p>
      {current.length === 0 ? <p className="note">{words.none}</p> : <ul className="rows">{current.map(rowOf)}</ul>}
      {old.length > 0 && (
        <details>
          <summary>{fill(words.old, { count: showCount(old.length) })}</summary>
          <ul className="rows">{old.map(rowOf)}</ul>
        </details>
      )}
      <NewKeyForm trail={trail} roles={roles.data} changed={changed} />
    </section>
  )
}

interface KeyRowProps {
  readonly trail: string
  readonly about: AccessKey
  readonly roles: readonly TrailRole[]
  readonly changed: () => Promise<void>
}

function KeyRow({ trail, about, roles, changed }: KeyRowProps) {
  const { busy, refused, run } = useDeed()
  const name = about.name ?? words.unnamed
  const label = roles.find((role) => role.name === about.reads)?.label ?? about.reads
  const may = [words.roles[about.role], ...(label === null ? [] : [fill(words.as, { role: label })])].join(' ')
  return (
    <li className="row-card">
      <span className="row-words">
        <strong>
          <Text>{name}</Text>
        </strong>
        <span className="quiet">
          <Text>{may}</Text>
        </span>
      </span>
      <span className="row-words">
        <span className="quiet">
          {fill(words.since, { date: showDate(about.createdAt) })}
          {about.revokedAt !== null && ` · ${fill(words.until, { date: showDate(about.revokedAt) })}`}
        </span>
        {about.maker && (
          <span className={about.maker.state === 'active' || about.revokedAt !== null ? 'quiet' : 'mark mark-bad'}>
            <Text>{fill(words.makers[about.maker.state], { name: about.maker.name })}</Text>
          </span>
        )}
        <code className="code">{about.id}</code>
      </span>
      {about.revokedAt === null && (
        <SureButton
          label={words.revoke}
          sure={fill(words.revokeSure, { name })}
          disabled={busy}
          onSure={() => void run(() => revokeKey(trail, about.id)).then(changed)}
        />
      )}
      <RefusedNote refused={refused} />
    </li>
  )
}
