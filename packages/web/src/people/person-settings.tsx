import { type FormEvent, useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { Check, RefusedNote } from './field.tsx'
import { HandedLink } from './handed-link.tsx'
import {
  changePerson,
  endSessionsOf,
  giveRoles,
  makeLink,
  type Reader,
  removeFactorOf,
  removeReader,
  type TrailRole,
} from './people-api.ts'
import { RoleChoice } from './role-choice.tsx'
import { SureButton } from './sure-button.tsx'
import { useDeed } from './use-deed.ts'
import { useSession } from './use-session.ts'

const words = m.people.list

interface PersonSettingsProps {
  readonly trail: string
  readonly reader: Reader
  readonly roles: readonly TrailRole[]
  readonly isMe: boolean
  readonly changed: () => Promise<void>
}

/** One person of a trail: the roles here, and what may be done to the account. */
export function PersonSettings({ trail, reader, roles, isMe, changed }: PersonSettingsProps) {
  const isOwner = useSession()?.owner ?? false
  return (
    <div className="person-settings">
      {isMe && !isOwner ? (
        <p className="quiet">{words.noSelf}</p>
      ) : (
        <RolesForm trail={trail} reader={reader} roles={roles} changed={changed} />
      )}
      <AccountDeeds trail={trail} reader={reader} isMe={isMe} mayMakeOwners={isOwner} changed={changed} />
    </div>
  )
}

function RolesForm({ trail, reader, roles, changed }: Omit<PersonSettingsProps, 'isMe'>) {
  const [chosen, setChosen] = useState(reader.roles)
  const [saved, setSaved] = useState(false)
  const { busy, refused, run } = useDeed()
  const same = chosen.length === reader.roles.length && chosen.every((name) => reader.roles.includes(name))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSaved(await run(() => giveRoles(trail, reader.id, chosen)))
    await changed()
  }
  return (
    <form className="form" onSubmit={submit}>
      <RoleChoice legend={words.rolesHere} roles={roles} chosen={chosen} choose={setChosen} />
      <RefusedNote refused={refused} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy || same || chosen.length === 0}>
          {m.people.form.save}
        </button>
        <span aria-live="polite">{saved && same ? m.people.form.saved : ''}</span>
      </div>
    </form>
  )
}

interface AccountDeedsProps {
  readonly trail: string
  readonly reader: Reader
  readonly isMe: boolean
  readonly mayMakeOwners: boolean
  readonly changed: () => Promise<void>
}

function AccountDeeds({ trail, reader, isMe, mayMakeOwners, changed }: AccountDeedsProps) {
  const [made, setMade] = useState<{ readonly link: string; readonly expiresAt: string }>()
  const [done, setDone] = useState(false)
  const { busy, refused, run } = useDeed()
  const press = async (work: () => Promise<unknown>) => {
    setDone(await run(work))
    await changed()
  }
  const { id, name, state } = reader
  return (
    <div className="form">
      <h2>{words.account}</h2>
      {reader.mayLookAfter ? (
        <>
          <Check
            label={words.requireFactor}
            checked={reader.secondFactorRequired}
            disabled={busy}
            onChange={(on) => press(() => changePerson(id, { secondFactorRequired: on }))}
          />
          {mayMakeOwners && (
            <Check
              label={words.makeOwner}
              checked={reader.owner}
              disabled={busy}
              onChange={(on) => press(() => changePerson(id, { owner: on }))}
            />
          )}
          <div className="form-actions">
            {!isMe && state !== 'disabled' && (
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => press(async () => setMade(await makeLink(id)))}
              >
                {state === 'invited' ? words.inviteLink : words.resetLink}
              </button>
            )}
            {state === 'active' && (
              <button type="button" className="button" disabled={busy} onClick={() => press(() => endSessionsOf(id))}>
                {words.endSessions}
              </button>
            )}
            {!isMe && reader.secondFactor && (
              <SureButton
                label={words.removeFactor}
                sure={words.removeFactor}
                disabled={busy}
                onSure={() => press(() => removeFactorOf(id))}
              />
            )}
            {!isMe && (
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => press(() => changePerson(id, { disabled: state !== 'disabled' }))}
              >
                {state === 'disabled' ? words.enable : words.disable}
              </button>
            )}
          </div>
        </>
      ) : (
        <p className="quiet">{words.elsewhere}</p>
      )}
      {made && <HandedLink name={name} {...made} />}
      {reader.roles.length > 0 && (
        <div className="form-actions">
          <SureButton
            label={words.remove}
            sure={fill(words.removeSure, { name })}
            disabled={busy}
            onSure={() => press(() => removeReader(trail, id))}
          />
        </div>
      )}
      <RefusedNote refused={refused} />
      <span aria-live="polite" className="quiet">
        {done ? words.done : ''}
      </span>
    </div>
  )
}
