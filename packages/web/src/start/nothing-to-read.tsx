import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { m } from '../messages/messages.ts'
import { RefusedNote } from '../people/field.tsx'
import { getRoles, giveRoles } from '../people/people-api.ts'
import { RoleChoice } from '../people/role-choice.tsx'
import type { Session } from '../people/session-api.ts'
import { useDeed } from '../people/use-deed.ts'
import { Deeds } from './deeds.tsx'

const words = m.start.nothing

interface NothingToReadProps {
  readonly trail: string
  readonly session: Session
}

/** In place of the start page for whoever reads no event of the trail: why that is, and what can be done. */
export function NothingToRead({ trail, session }: NothingToReadProps) {
  const isViewing = session.viewAs?.trail === trail
  const administers = session.rights[trail]?.includes('administer') ?? false
  const takesRole = session.owner && !isViewing && session.who.type === 'user'
  const others = session.owner ? words.owner : words.others
  return (
    <>
      <p>{isViewing ? words.view : others}</p>
      {takesRole && <TakeRole trail={trail} person={session.who.id} />}
      <Deeds trail={trail} administers={administers} />
      {!administers && !isViewing && <p className="quiet">{words.askFor}</p>}
    </>
  )
}

/** An owner gives themselves a role; nobody else can. */
function TakeRole({ trail, person }: { readonly trail: string; readonly person: string }) {
  const client = useQueryClient()
  const roles = useQuery({ queryKey: ['roles', trail], queryFn: ({ signal }) => getRoles(trail, signal) })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await run(() => giveRoles(trail, person, chosen))) await client.invalidateQueries()
  }
  return (
    <section className="start-part" aria-labelledby="take">
      <h2 id="take">{words.take}</h2>
      <form className="form" onSubmit={submit}>
        <RoleChoice legend={words.takeRoles} roles={roles.data ?? []} chosen={chosen} choose={setChosen} disabled={busy} />
        <RefusedNote refused={refused} />
        <div className="form-actions">
          <button type="submit" className="button button-new" disabled={busy || chosen.length === 0}>
            {words.takeIt}
          </button>
        </div>
      </form>
    </section>
  )
}
