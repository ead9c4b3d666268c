import { useEffect, useRef } from 'react'
import { m } from '../messages/messages.ts'
import { allowKeys, commandKey, useKeysAllowed } from './shortcuts.ts'

const keys: readonly (readonly [key: string, does: string])[] = [
  [commandKey, m.keys.box],
  ['/', m.keys.search],
  ['j', m.keys.next],
  ['k', m.keys.previous],
  ['Enter', m.keys.open],
  ['Esc', m.keys.close],
  ['y', m.keys.copy],
  ['?', m.keys.help],
]

/** The keys, and the switch that turns them off. */
export function HelpDialog({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const allowed = useKeysAllowed()
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="keys-title" onClose={close}>
      <h2 id="keys-title">{m.keys.title}</h2>
      <dl className="key-list">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={allowed} onChange={(change) => allowKeys(change.currentTarget.checked)} />
        {m.keys.use}
      </label>
      <p>
        <button type="button" className="button" onClick={close}>
          {m.event.close}
        </button>
      </p>
    </dialog>
  )
}
