import { m } from '../messages/messages.ts'
import { Field } from './field.tsx'
import type { Refused } from './use-deed.ts'

interface NewPasswordProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly refused: Refused | undefined
  readonly autoFocus?: boolean
}

/** A password that is chosen, not typed again: managers of passwords offer one. */
export function NewPassword(props: NewPasswordProps) {
  return (
    <Field
      label={m.people.form.newPassword}
      name="password"
      type="password"
      help={m.people.form.passwordHelp}
      autoComplete="new-password"
      {...props}
    />
  )
}
