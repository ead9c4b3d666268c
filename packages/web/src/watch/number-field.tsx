import { useId } from 'react'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onChange: (value: number) => void
  readonly help?: string
}

/** A whole number between two others. */
export function NumberField({ label, value, least, most, onChange, help }: NumberFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="watch-number"
        type="number"
        min={least}
        max={most}
        required
        value={value}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber || 0)}
      />
      {help !== undefined && (
        <p id={`${id}-help`} className="quiet field-help">
          {help}
        </p>
      )}
    </div>
  )
}
