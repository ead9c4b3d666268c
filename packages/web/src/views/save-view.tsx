import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { requestJson } from '../api/request.ts'
import { type Audience, changeView, type NewView, removeView, type SavedView, saveView } from '../api/views-api.ts'
import { fill, m } from '../messages/messages.ts'
import type { NamedRole, Right } from '../people/session-api.ts'
import { useRights, useSession } from '../people/use-session.ts'
import type { SearchAddress } from '../search/asked.ts'
import { Text } from '../text/text.tsx'
import { Dialog } from './dialog.tsx'
import { useViewsChanged } from './use-views.ts'
import { addressOf, asksTheSame, questionOf } from './view-question.ts'

interface SaveViewProps {
  readonly trail: string
  /** What the page asks now. */
  readonly address: SearchAddress
  /** The view to change; without it a new one is saved. */
  readonly view?: SavedView
  readonly close: () => void
}

/** Gives a search a name, and says who finds it. */
export function SaveView({ trail, address, view, close }: SaveViewProps) {
  const [name, setName] = useState(view?.name ?? '')
  const [audience, setAudience] = useState<Audience>(view?.audience ?? { kind: 'private' })
  const [asksNow, setAsksNow] = useState(false)
  const { failure, attempt, busy } = useAttempt(trail, close)
  const question = view && !asksNow ? { q: view.q, lane: view.lane, range: view.range } : questionOf(address)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const saved: NewView = { name: name.trim(), ...question, audience }
    void attempt(() => (view ? changeView(trail, view.id, saved) : saveView(trail, saved)))
  }
  return (
    <Dialog title={view ? m.views.changeTitle : m.views.saveTitle} close={close}>
      <form className="ask-form" onSubmit={submit}>
        <label className="ask-field">
          <span>{m.views.name}</span>
          <input type="text" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <ChooseAudience trail={trail} audience={audience} choose={setAudience} />
        {view && !asksTheSame(addressOf(view), address) && (
          <label className="check">
            <input type="checkbox" checked={asksNow} onChange={(event) => setAsksNow(event.target.checked)} />
            {m.views.asksNow}
          </label>
        )}
        <p className="quiet">
          {m.views.only} {m.views.recorded}
        </p>
        {failure !== undefined && (
          <p className="notice" role="alert">
            <Text>{fill(m.views.failed, { because: failure })}</Text>
          </p>
        )}
        <div className="dialog-buttons">
          <button type="submit" className="button button-new" disabled={busy}>
            {m.views.saveIt}
          </button>
          <button type="button" className="button" onClick={close}>
            {m.views.cancel}
          </button>
          {view && <RemoveView view={view} busy={busy} remove={() => void attempt(() => removeView(trail, view.id))} />}
        </div>
      </form>
    </Dialog>
  )
}

/** Does something that changes views, and closes where it worked. */
function useAttempt(trail: string, close: () => void) {
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const changed = useViewsChanged(trail)
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
      await changed()
      close()
    } catch (error) {
      setFailure(error instanceof Error && error.message !== '' ? error.message : m.app.unreachable)
      setBusy(false)
    }
  }
  return { failure, attempt, busy }
}

/** Asks once more: the second press removes. */
function RemoveView({ view, busy, remove }: { readonly view: SavedView; readonly busy: boolean; readonly remove: () => void }) {
  const [sure, setSure] = useState(false)
  return (
    <button type="button" className="button button-quiet" disabled={busy} onClick={sure ? remove : () => setSure(true)}>
      <span aria-live="polite">{sure ? fill(m.views.removeAsk, { name: view.name }) : m.views.remove}</span>
    </button>
  )
}

interface ChooseAudienceProps {
  readonly trail: string
  readonly audience: Audience
  readonly choose: (audience: Audience) => void
}

function ChooseAudience({ trail, audience, choose }: ChooseAudienceProps) {
  const rights = useRights(trail)
  const mayPin = rights.has('administer' satisfies Right) || audience.kind === 'role'
  const roles = useRoles(trail, mayPin)
  const kinds = (['private', 'shared', 'role'] as const).filter((kind) => kind !== 'role' || (mayPin && roles.length > 0))
  const first = roles[0]?.name ?? ''
  return (
    <fieldset className="ask-choices">
      <legend>{m.views.who}</legend>
      {kinds.map((kind) => (
        <label key={kind} className="check">
          <input
            type="radio"
            name="audience"
            checked={audience.kind === kind}
            onChange={() => choose(kind === 'role' ? { kind, role: first } : { kind })}
          />
          {m.views.audience[kind]}
        </label>
      ))}
      {audience.kind === 'role' && (
        <label className="ask-field">
          <span>{m.views.role}</span>
          <select value={audience.role} onChange={(event) => choose({ kind: 'role', role: event.target.value })}>
            {roles.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  )
}

/** The roles of the trail; where only those of the reader are known, these. */
function useRoles(trail: string, isWanted: boolean): readonly NamedRole[] {
  const mine = useSession()?.roles[trail] ?? []
  const all = useQuery({
    queryKey: ['role names', trail],
    queryFn: async ({ signal }) =>
      (await requestJson<{ readonly data: readonly NamedRole[] }>(`/v1/trails/${encodeURIComponent(trail)}/roles`, { signal }))
        .data,
    enabled: isWanted,
    retry: false,
  })
  return all.data ?? mine
}
