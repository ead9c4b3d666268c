import { type FormEvent, useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { Field, RefusedNote } from './field.tsx'
import { HandedLink } from './handed-link.tsx'
import { type Invited, invite, type TrailRole } from './people-api.ts'
import { RoleChoice } from './role-choice.tsx'
import { useDeed } from './use-deed.ts'

const words = m.people.invite

interface InviteFormProps {
  readonly trail: string
  readonly roles: readonly TrailRole[]
  readonly changed: () => Promise<void>
}

/** Invites somebody to a trail; shows the link to hand on. */
export function InviteForm({ trail, roles, changed }: InviteFormProps) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [invited, setInvited] = useState<Invited>()
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await run(async () => setInvited(await invite(trail, { email, name, roles: chosen })))
    if (!done) return
    setEmail('')
    setName('')
    setChosen([])
    await changed()
  }
  return (
    <section className="account-part" aria-labelledby="invite">
      <h2 id="invite">{words.title}</h2>
      <p className="quiet">{words.lead}</p>
      <form className="form form-wide" onSubmit={submit}>
        <Field
          label={m.people.signIn.email}
          name="email"
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="off"
          refused={refused}
        />
        <Field label={m.people.form.name} name="name" value={name} onChange={setName} autoComplete="off" refused={refused} />
        <RoleChoice legend={m.people.list.rolesHere} roles={roles} chosen={chosen} choose={setChosen} />
        <RefusedNote refused={refused} fields={['email', 'name']} />
        <div className="form-actions">
          <button type="submit" className="button button-new" disabled={busy}>
            {words.submit}
          </button>
        </div>
      </form>
      {invited && <Outcome invited={invited} />}
    </section>
  )
}

function Outcome({ invited: { person, link, expiresAt } }: { readonly invited: Invited }) {
  if (link !== null && expiresAt !== null) return <HandedLink name={person.name} link={link} expiresAt={expiresAt} />
  return (
    <p className="notice" role="status">
      <Text>{fill(person.state === 'invited' ? words.open : words.added, { name: person.name })}</Text>
    </p>
  )
}
