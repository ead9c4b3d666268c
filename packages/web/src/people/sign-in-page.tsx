import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { Command } from '../text/command.tsx'
import { Field, RefusedNote } from './field.tsx'
import { signIn } from './people-api.ts'
import { getSignOn } from './session-api.ts'
import { readSignInAddress } from './sign-in-address.ts'
import { useDeed } from './use-deed.ts'

const words = m.people.signIn

/** E-mail address, password, and a code where the account asks for one; then back to the page that was asked for. */
export function SignInPage() {
  const { to, said } = readSignInAddress(useSearch({ strict: false }))
  return (
    <section className="note form-page" aria-labelledby="sign-in">
      <title>{`${words.title} · ${m.app.name}`}</title>
      <h1 id="sign-in">{words.title}</h1>
      {said !== undefined && <p className="notice">{said === 'set' ? m.people.join.signInNow : words.provider[said]}</p>}
      <ProviderLink to={to ?? '/'} />
      <SignInForm to={to ?? '/'} />
      <p className="quiet">{words.forgot}</p>
      <h2>{words.without}</h2>
      <p>{words.withoutLead}</p>
      <Command text={m.signIn.command} />
    </section>
  )
}

/** A link and no script: the provider has a page of its own. */
function ProviderLink({ to }: { readonly to: string }) {
  const { data } = useQuery({
    queryKey: ['sign-on'],
    queryFn: ({ signal }) => getSignOn(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!data?.provider) return null
  return (
    <p>
      <a className="button" href={`/v1/sign-on/start?${new URLSearchParams({ to })}`}>
        {fill(words.provider.with, { name: data.provider.name })}
      </a>
    </p>
  )
}

function SignInForm({ to }: { readonly to: string }) {
  const client = useQueryClient()
  const { history } = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string>()
  const { busy, refused, run, clear } = useDeed()
  const asksCode = code !== undefined || refused?.code === 'second_factor_needed'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await run(async () => {
      const session = await signIn({ email, password, ...(asksCode && code ? { code: code.trim() } : {}) })
      // What was asked for before signing in was refused.
      await client.resetQueries()
      client.setQueryData(['session'], session)
    })
    if (done) history.replace(to)
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field
        label={words.email}
        name="email"
        type="email"
        value={email}
        onChange={setEmail}
        autoComplete="username"
        inputMode="email"
        autoFocus
      />
      <Field
        label={words.password}
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      {asksCode && (
        <Field
          label={words.code}
          name="code"
          value={code ?? ''}
          onChange={(typed) => {
            setCode(typed)
            if (refused?.code === 'second_factor_needed') clear()
          }}
          help={words.codeLead}
          autoComplete="one-time-code"
          autoFocus
        />
      )}
      {refused?.code !== 'second_factor_needed' && <RefusedNote refused={refused} />}
      <button type="submit" className="button button-new" disabled={busy}>
        {busy ? words.working : words.submit}
      </button>
    </form>
  )
}
