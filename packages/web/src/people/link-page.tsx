import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiProblem } from '../api/request.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { Field, RefusedNote } from './field.tsx'
import { NewPassword } from './new-password.tsx'
import { lookAtLink, takeLink } from './people-api.ts'
import { takenFragment } from './taken-fragment.ts'
import { useDeed } from './use-deed.ts'
import { Username } from './username.tsx'

const words = m.people.join

/** Where an invitation or a reset leads: choose a password, and be in. */
export function LinkPage() {
  const [token] = useState(takenFragment)
  const link = useQuery({
    queryKey: ['person-link', token],
    queryFn: () => lookAtLink(token),
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (token === '') return <Gone text={words.half} />
  if (link.error instanceof ApiProblem && link.error.code === 'link_expired') return <Gone text={words.gone} />
  if (link.error) return <Failure whole error={link.error} retry={() => void link.refetch()} />
  if (!link.data) return <p className="quiet">{m.app.loading}</p>
  return <TakeLink token={token} link={link.data} />
}

function Gone({ text }: { readonly text: string }) {
  return (
    <section className="note form-page">
      <title>{`${words.title} · ${m.app.name}`}</title>
      <h1>{words.title}</h1>
      <p role="alert">{text}</p>
    </section>
  )
}

interface TakeLinkProps {
  readonly token: string
  readonly link: Awaited<ReturnType<typeof lookAtLink>>
}

function TakeLink({ token, link }: TakeLinkProps) {
  const invited = link.kind === 'invitation'
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(link.name)
  const [password, setPassword] = useState('')
  const { busy, refused, run } = useDeed()
  const title = invited ? words.title : words.resetTitle
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    let signedIn = false
    const done = await run(async () => {
      signedIn = (await takeLink({ token, password, ...(invited ? { name } : {}) })).signedIn
    })
    if (!done) return
    await client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'person-link' })
    await (signedIn ? navigate({ to: '/', replace: true }) : navigate({ to: '/sign-in', search: { said: 'set' }, replace: true }))
  }
  return (
    <section className="note form-page" aria-labelledby="join">
      <title>{`${title} · ${m.app.name}`}</title>
      <h1 id="join">{title}</h1>
      <p>
        <Text>{fill(invited ? words.lead : words.resetLead, { email: link.email })}</Text>
      </p>
      <form className="form" onSubmit={submit}>
        <Username email={link.email} />
        {invited && (
          <Field label={m.people.form.name} name="name" value={name} onChange={setName} autoComplete="name" refused={refused} />
        )}
        <NewPassword value={password} onChange={setPassword} refused={refused} autoFocus />
        <RefusedNote refused={refused} fields={['name', 'password']} />
        <button type="submit" className="button button-new" disabled={busy}>
          {invited ? words.submit : words.resetSubmit}
        </button>
      </form>
    </section>
  )
}
