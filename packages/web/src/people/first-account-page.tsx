import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { m } from '../messages/messages.ts'
import { Check, Field, RefusedNote } from './field.tsx'
import { NewPassword } from './new-password.tsx'
import { makeFirst } from './people-api.ts'
import { useDeed } from './use-deed.ts'
import { useSession } from './use-session.ts'

const words = m.people.first

/** The first account of the folder, by whoever opened the link of the machine. */
export function FirstAccountPage() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [reads, setReads] = useState(true)
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const roles = ['administrator', ...(reads ? ['auditor'] : [])]
    const given = Object.fromEntries((session?.trails ?? []).map((trail) => [trail, roles]))
    const done = await run(async () => {
      const made = await makeFirst({ email, name, password, roles: given })
      await client.resetQueries()
      client.setQueryData(['session'], made)
    })
    if (done) await navigate({ to: '/', replace: true })
  }
  return (
    <section className="note form-page" aria-labelledby="first">
      <title>{`${words.title} · ${m.app.name}`}</title>
      <h1 id="first">{words.title}</h1>
      <p>{words.lead}</p>
      <p>{words.owner}</p>
      <form className="form" onSubmit={submit}>
        <Field
          label={m.people.signIn.email}
          name="email"
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="username"
          refused={refused}
          autoFocus
        />
        <Field label={m.people.form.name} name="name" value={name} onChange={setName} autoComplete="name" refused={refused} />
        <NewPassword value={password} onChange={setPassword} refused={refused} />
        <Check label={words.reads} checked={reads} onChange={setReads} />
        <RefusedNote refused={refused} fields={['email', 'name', 'password']} />
        <div className="form-actions">
          <button type="submit" className="button button-new" disabled={busy}>
            {words.submit}
          </button>
          <Link to="/">{words.without}</Link>
        </div>
      </form>
    </section>
  )
}
