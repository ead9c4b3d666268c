import { useState } from 'react'
import { fill, m } from '../messages/messages.ts'
import { Check, Field } from './field.tsx'
import type { Grant } from './people-api.ts'
import { categories, sayCategory } from './role-words.ts'

const words = m.people.role

interface GrantFieldsProps {
  readonly number: number
  readonly grant: Grant
  readonly change: (grant: Grant) => void
  readonly remove: () => void
}

/** One thing that a role reads: kinds of events, and what narrows them. */
export function GrantFields({ number, grant, change, remove }: GrantFieldsProps) {
  const chosen = grant.categories ?? categories
  const chooseCategory = (category: string, on: boolean) => {
    const some = categories.filter((one) => (one === category ? on : chosen.includes(one)))
    change(withPart(grant, 'categories', some.length === categories.length ? [] : some))
  }
  return (
    <fieldset className="choices grant">
      <legend>{fill(words.grant, { n: number })}</legend>
      {categories.map((category) => (
        <Check
          key={category}
          label={sayCategory(category)}
          checked={chosen.includes(category)}
          // A grant of no kind would read nothing: the last one stays.
          disabled={chosen.length === 1 && chosen[0] === category}
          onChange={(on) => chooseCategory(category, on)}
        />
      ))}
      <Check
        label={words.sensitive}
        checked={grant.sensitive === true}
        onChange={(on) => {
          const { sensitive: _, ...rest } = grant
          change(on ? { ...rest, sensitive: true } : rest)
        }}
      />
      <Names label={words.actions} help={words.actionsHelp} part="actions" grant={grant} change={change} />
      <Names label={words.objects} help={words.objectsHelp} part="objects" grant={grant} change={change} />
      <Names label={words.organizations} help={words.organizationsHelp} part="organizations" grant={grant} change={change} />
      <button type="button" className="button" onClick={remove}>
        {words.removeGrant}
      </button>
    </fieldset>
  )
}

type Part = 'categories' | 'actions' | 'objects' | 'organizations'

/** A part without values is no limit, and is left away. */
function withPart(grant: Grant, part: Part, values: readonly string[]): Grant {
  const { [part]: _, ...rest } = grant
  return values.length === 0 ? rest : { ...rest, [part]: values }
}

interface NamesProps {
  readonly label: string
  readonly help: string
  readonly part: Part
  readonly grant: Grant
  readonly change: (grant: Grant) => void
}

function Names({ label, help, part, grant, change }: NamesProps) {
  const [typed, setTyped] = useState((grant[part] ?? []).join(', '))
  return (
    <Field
      label={label}
      name={part}
      value={typed}
      help={help}
      optional
      onChange={(text) => {
        setTyped(text)
        change(
          withPart(
            grant,
            part,
            text
              .split(',')
              .map((one) => one.trim())
              .filter((one) => one !== ''),
          ),
        )
      }}
    />
  )
}
