import { Text } from '../text/text.tsx'
import { Check } from './field.tsx'
import type { TrailRole } from './people-api.ts'

interface RoleChoiceProps {
  readonly legend: string
  readonly roles: readonly TrailRole[]
  readonly chosen: readonly string[]
  readonly choose: (roles: readonly string[]) => void
  readonly disabled?: boolean
}

/** The roles of a trail as boxes to tick, each with what it is for. */
export function RoleChoice({ legend, roles, chosen, choose, disabled = false }: RoleChoiceProps) {
  return (
    <fieldset className="choices choices-roles" disabled={disabled}>
      <legend>{legend}</legend>
      {roles.map(({ name, label, description }) => (
        <Check
          key={name}
          label={<Text>{label}</Text>}
          help={description === '' ? undefined : <Text>{description}</Text>}
          checked={chosen.includes(name)}
          onChange={(on) => choose(on ? [...chosen, name] : chosen.filter((one) => one !== name))}
        />
      ))}
    </fieldset>
  )
}
