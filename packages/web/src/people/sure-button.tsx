import { useState } from 'react'
import { m } from '../messages/messages.ts'

interface SureButtonProps {
  readonly label: string
  /** What it does, on the button that does it. */
  readonly sure: string
  readonly disabled?: boolean
  readonly onSure: () => void
}

/** A button that asks once more before it does what the next press does not take back. */
export function SureButton({ label, sure, disabled = false, onSure }: SureButtonProps) {
  const [asked, setAsked] = useState(false)
  if (!asked)
    return (
      <button type="button" className="button" disabled={disabled} onClick={() => setAsked(true)}>
        {label}
      </button>
    )
  return (
    <span className="sure">
      <button type="button" className="button button-bad" disabled={disabled} onClick={onSure}>
        {sure}
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone, and the harmless answer has the focus */}
      <button type="button" className="button" autoFocus onClick={() => setAsked(false)}>
        {m.people.form.cancel}
      </button>
    </span>
  )
}
