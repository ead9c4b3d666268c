import { type FormEvent, useId, useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Text } from '../text/text.tsx'
import { Field, RefusedNote } from './field.tsx'
import { type KeyRole, makeKey, type TrailRole } from './people-api.ts'
import { useDeed } from './use-deed.ts'
import { useSession } from './use-session.ts'

const words = m.people.key
const kinds: readonly KeyRole[] = ['writer', 'reader', 'admin']

interface NewKeyFormProps {
  readonly trail: string
  readonly roles: readonly TrailRole[]
  readonly changed: () => Promise<void>
}

/** Makes a key, and shows it once. Whoever is no owner makes keys that write, and keys that read as a role of their own. */
export function NewKeyForm({ trail, roles, changed }: NewKeyFormProps) {
  const session = useSession()
  const mine = session?.owner ? undefined : (session?.roles[trail] ?? [])
  const [name, setName] = useState('')
  const [kind, setKind] = useState<KeyRole>('writer')
  const [reads, setReads] = useState(mine?.[0]?.name ?? '')
  const [made, setMade] = useState<{ readonly name: string; readonly key: string }>()
  const { busy, refused, run } = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const readsAs = kind === 'reader' && reads !== '' ? { reads } : {}
    const done = await run(async () => setMade({ name, key: (await makeKey(trail, { role: kind, name, ...readsAs })).key }))
    if (!done) return
    setName('')
    await changed()
  }
  return (
    <section className="account-part" aria-labelledby="make-key">
      <h2 id="make-key">{words.make}</h2>
      <form className="form" onSubmit={submit}>
        <Field
          label={words.name}
          name="name"
          value={name}
          onChange={setName}
          help={words.nameHelp}
          autoComplete="off"
          refused={refused}
        />
        <fieldset className="choices">
          <legend>{words.what}</legend>
          {kinds
            .filter((one) => mine === undefined || one !== 'admin')
            .map((one) => (
              <label key={one} className="check">
                <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
                <span>{words.roles[one]}</span>
              </label>
            ))}
        </fieldset>
        {kind === 'reader' && <ReadsAs roles={mine ?? roles} all={mine === undefined} chosen={reads} choose={setReads} />}
        <RefusedNote refused={refused} fields={['name']} />
        <button type="submit" className="button button-new" disabled={busy}>
          {words.submit}
        </button>
      </form>
      {made && (
        <div className="handed" role="status">
          <strong>
            <Text>{fill(words.made, { name: made.name })}</Text>
          </strong>
          <p className="quiet">{words.madeLead}</p>
          <div className="command">
            <pre>
              <code>{made.key}</code>
            </pre>
            <CopyButton text={made.key} label={words.copy} />
          </div>
        </div>
      )}
    </section>
  )
}

interface ReadsAsProps {
  readonly roles: readonly { readonly name: string; readonly label: string }[]
  /** Whether reading every event may be chosen. */
  readonly all: boolean
  readonly chosen: string
  readonly choose: (role: string) => void
}

function ReadsAs({ roles, all, chosen, choose }: ReadsAsProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{words.readsAs}</label>
      <select id={id} className="pick" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {all && <option value="">{words.readsAll}</option>}
        {roles.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}
