import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure, NotFound } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { Check, Field, RefusedNote } from './field.tsx'
import { GrantFields } from './grant-fields.tsx'
import { type Grant, getRoles, type RoleText, removeRole, saveRole, type TrailRole } from './people-api.ts'
import { allRights, sayMay, sayReads, sayRight } from './role-words.ts'
import { SureButton } from './sure-button.tsx'
import { useDeed } from './use-deed.ts'

const words = m.people.role
const fresh: RoleText = { label: '', description: '', grants: [{ categories: ['data', 'workflow'] }], rights: ['read'] }

/** One role, to be changed; `new` is one that is not there yet. */
export function RolePage() {
  const { trail, name } = useParams({ strict: false })
  const roles = useQuery({
    queryKey: ['roles', trail],
    queryFn: ({ signal }) => getRoles(trail ?? '', signal),
    enabled: trail !== undefined,
  })
  if (trail === undefined || name === undefined) return null
  if (roles.error && !roles.data) return <Failure whole error={roles.error} retry={() => void roles.refetch()} />
  if (!roles.data) return <p className="quiet">{m.app.loading}</p>
  const role = roles.data.find((one) => one.name === name)
  if (!role && name !== 'new') return <NotFound />
  if (role && !role.mayChange) return <p className="note">{words.noOwn}</p>
  return <RoleForm key={name} trail={trail} role={role} />
}

function RoleForm({ trail, role }: { readonly trail: string; readonly role: TrailRole | undefined }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(role?.name ?? '')
  const [text, setText] = useState<RoleText>(role ?? fresh)
  const { busy, refused, run } = useDeed()
  const change = (part: Partial<RoleText>) => setText({ ...text, ...part })
  const leave = async (work: () => Promise<unknown>) => {
    if (!(await run(work))) return
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'roles' || queryKey[0] === 'session' })
    await navigate({ to: '/t/$trail/settings/roles', params: { trail } })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { label, description, grants, rights } = text
    void leave(() => saveRole(trail, name, { label, description, grants, rights }))
  }
  const title = role ? fill(words.edit, { label: role.label }) : words.make
  return (
    <section aria-labelledby="role">
      <title>{`${title} · ${trail} · ${m.app.name}`}</title>
      <h1 id="role">
        <Text>{title}</Text>
      </h1>
      <form className="form form-wide" onSubmit={submit}>
        <Field label={words.name} name="label" value={text.label} onChange={(label) => change({ label })} refused={refused} />
        {!role && <Field label={words.id} name="name" value={name} onChange={setName} help={words.idHelp} />}
        <Field
          label={words.description}
          name="description"
          value={text.description}
          onChange={(description) => change({ description })}
          optional
          refused={refused}
        />
        <Grants grants={text.grants} change={(grants) => change({ grants })} />
        <fieldset className="choices">
          <legend>{words.may}</legend>
          {allRights.map((right) => (
            <Check
              key={right}
              label={sayRight(right)}
              checked={text.rights.includes(right)}
              onChange={(on) => change({ rights: allRights.filter((one) => (one === right ? on : text.rights.includes(one))) })}
            />
          ))}
        </fieldset>
        <output className="notice role-said">
          <Text>{fill(words.said, { reads: showList(sayReads(text)), may: sayMay(text) })}</Text>
        </output>
        <RefusedNote refused={refused} fields={['label', 'description']} />
        <div className="form-actions">
          <button type="submit" className="button button-new" disabled={busy}>
            {words.save}
          </button>
          <Link className="button" to="/t/$trail/settings/roles" params={{ trail }}>
            {m.people.form.cancel}
          </Link>
          {role && (
            <SureButton
              label={words.remove}
              sure={fill(words.removeSure, { label: role.label })}
              disabled={busy}
              onSure={() => void leave(() => removeRole(trail, role.name))}
            />
          )}
        </div>
      </form>
    </section>
  )
}

function Grants({ grants, change }: { readonly grants: readonly Grant[]; readonly change: (grants: readonly Grant[]) => void }) {
  return (
    <>
      {grants.map((grant, at) => (
        <GrantFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a grant has nothing but its place
          key={at}
          number={at + 1}
          grant={grant}
          change={(changed) => change(grants.map((one, other) => (other === at ? changed : one)))}
          remove={() => change(grants.filter((_, other) => other !== at))}
        />
      ))}
      <button type="button" className="button" onClick={() => change([...grants, { categories: ['data'] }])}>
        {words.addGrant}
      </button>
    </>
  )
}
