import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Field, RefusedNote } from './field.tsx'
import { NewPassword } from './new-password.tsx'
import { type Account, changePassword, getAccount, rename } from './people-api.ts'
import { SecondFactorSection } from './second-factor-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { useDeed } from './use-deed.ts'
import { useSessionQuery } from './use-session.ts'
import { SignOutButton } from './user-menu.tsx'
import { Username } from './username.tsx'

const words = m.people.account

/** One's own account: name, password, second factor, and where one is signed in. */
export function AccountPage() {
  const asked = useSessionQuery(true)
  const session = asked.data
  const isPerson = session?.who.type === 'user'
  const account = useQuery({ queryKey: ['account'], queryFn: ({ signal }) => getAccount(signal), enabled: isPerson })
  if (asked.error && !session) return <Failure whole error={asked.error} retry={() => void asked.refetch()} />
  if (session && !isPerson)
    return (
      <section className="account" aria-labelledby="account">
        <title>{`${words.title} · ${m.app.name}`}</title>
        <h1 id="account">{words.title}</h1>
        <div className="note">
          <p>{words.none}</p>
          <p>
            <Link to="/">{words.toTrails}</Link>
          </p>
        </div>
      </section>
    )
  if (account.error && !account.data) return <Failure whole error={account.error} retry={() => void account.refetch()} />
  if (!account.data) return <p className="quiet">{m.app.loading}</p>
  const owes = session?.owes === 'second_factor'
  return (
    <section className="account" aria-labelledby="account">
      <title>{`${words.title} · ${m.app.name}`}</title>
      <h1 id="account">{words.title}</h1>
      {owes && (
        <p className="notice notice-bad" role="status">
          {words.factorOwed}
        </p>
      )}
      {owes && <SecondFactorSection account={account.data} />}
      <NameSection account={account.data} />
      {account.data.hasPassword && <PasswordSection email={account.data.email} />}
      {!owes && account.data.hasPassword && <SecondFactorSection account={account.data} />}
      <SessionsSection />
      <SignOutButton />
    </section>
  )
}

function NameSection({ account }: { readonly account: Account }) {
  const client = useQueryClient()
  const [name, setName] = useState(account.name)
  const [saved, setSaved] = useState(false)
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSaved(await run(() => rename(name)))
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'account' || queryKey[0] === 'session' })
  }
  return (
    <section className="account-part" aria-labelledby="profile">
      <h2 id="profile">{words.profile}</h2>
      <p className="quiet">{fill(words.email, { email: account.email })}</p>
      {account.owner && <p className="quiet">{words.ownerOf}</p>}
      <form className="form" onSubmit={submit}>
        <Field label={m.people.form.name} name="name" value={name} onChange={setName} autoComplete="name" refused={refused} />
        <RefusedNote refused={refused} fields={['name']} />
        <div className="form-actions">
          <button type="submit" className="button" disabled={busy || name === account.name}>
            {m.people.form.save}
          </button>
          <span aria-live="polite">{saved && name === account.name ? m.people.form.saved : ''}</span>
        </div>
      </form>
    </section>
  )
}

function PasswordSection({ email }: { readonly email: string }) {
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [changed, setChanged] = useState(false)
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await run(() => changePassword(current, password))
    setChanged(done)
    if (!done) return
    setCurrent('')
    setPassword('')
    await client.invalidateQueries({ queryKey: ['sessions'] })
  }
  return (
    <section className="account-part" aria-labelledby="password">
      <h2 id="password">{words.password}</h2>
      <form className="form" onSubmit={submit}>
        <Username email={email} />
        <Field
          label={m.people.form.current}
          name="current"
          type="password"
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          refused={refused}
        />
        <NewPassword value={password} onChange={setPassword} refused={refused} />
        <RefusedNote refused={refused} fields={['current', 'password']} />
        <div className="form-actions">
          <button type="submit" className="button" disabled={busy}>
            {words.change}
          </button>
          <span aria-live="polite">{changed ? words.changed : ''}</span>
        </div>
      </form>
    </section>
  )
}
