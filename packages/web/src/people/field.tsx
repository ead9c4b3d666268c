import { type ReactNode, useId } from 'react'
import { Text } from '../text/text.tsx'
import type { Refused } from './use-deed.ts'

interface FieldProps {
  readonly label: string
  readonly name: string
  readonly type?: 'text' | 'email' | 'password'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: string
  /** As browsers and password managers know it. */
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'email'
  readonly optional?: boolean
  readonly autoFocus?: boolean
  /** Shown here where it is about this field. */
  readonly refused?: Refused | undefined
}

/** A labelled input. What is wrong with it stands under it and is read out with it. */
export function Field({ label, name, type = 'text', value, onChange, help, refused, optional, autoFocus, ...rest }: FieldProps) {
  const id = useId()
  const wrong = refused?.pointer === `/${name}` ? refused.text : undefined
  const describedBy = [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="query-input"
        name={name}
        type={type}
        value={value}
        required={optional !== true}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy || undefined}
        // biome-ignore lint/a11y/noAutofocus: the page is this form, and whoever opens it came to fill it in
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...rest}
      />
      {help !== undefined && (
        <p id={`${id}-help`} className="quiet field-help">
          {help}
        </p>
      )}
      {wrong !== undefined && (
        <p id={`${id}-wrong`} className="field-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}

/** Why nothing was done, where it is about no field that is shown. */
export function RefusedNote({
  refused,
  fields = [],
}: {
  readonly refused: Refused | undefined
  readonly fields?: readonly string[]
}) {
  if (!refused || fields.some((name) => refused.pointer === `/${name}`)) return null
  return (
    <p className="field-wrong" role="alert">
      <Text>{refused.text}</Text>
    </p>
  )
}

interface CheckProps {
  readonly label: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly help?: ReactNode
  readonly disabled?: boolean
}

export function Check({ label, checked, onChange, help, disabled }: CheckProps) {
  const id = useId()
  return (
    <div className="check-with-help">
      <label className="check">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={help === undefined ? undefined : id}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {help !== undefined && (
        <p id={id} className="quiet field-help">
          {help}
        </p>
      )}
    </div>
  )
}
