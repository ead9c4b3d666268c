import { wordsOf } from '@daybook/core'
import { useNavigate } from '@tanstack/react-router'
import { useId } from 'react'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { tellApart } from './review-names.ts'
import { type PermissionReview, type ReviewChoice, type ReviewFilter, reviewFilters } from './watch-api.ts'

const words = m.watch.reviews

interface ReviewFiltersProps {
  readonly trail: string
  readonly choices: PermissionReview['choices']
  /** Of choices that there are. */
  readonly filter: ReviewFilter
}

/** Narrows the list by whom changes are about, what was done and who did it; the address says by what. */
export function ReviewFilters({ trail, choices, filter }: ReviewFiltersProps) {
  const navigate = useNavigate()
  const choose = (name: keyof ReviewFilter, value: string) => {
    const { [name]: _, ...rest } = filter
    const search = value === '' ? rest : { ...rest, [name]: value }
    void navigate({ to: '/t/$trail/reviews/$kind', params: { trail, kind: 'permissions' }, search, replace: true })
  }
  return (
    <div className="watch-numbers">
      {reviewFilters.map((name) => (
        <Choice
          key={name}
          name={name}
          choices={choices[name]}
          value={filter[name] ?? ''}
          choose={(value) => choose(name, value)}
        />
      ))}
    </div>
  )
}

interface ChoiceProps {
  readonly name: keyof ReviewFilter
  readonly choices: readonly ReviewChoice[]
  readonly value: string
  readonly choose: (value: string) => void
}

function Choice({ name, choices, value, choose }: ChoiceProps) {
  const id = useId()
  const apart = tellApart(choices)
  return (
    <div className="field">
      <label htmlFor={id}>{words.filters[name]}</label>
      <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{words.all}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {fill(words.choice, {
              label: name === 'kind' ? sayAction(choice.value) : sayName(choice.label, apart.get(choice.value)?.what),
              count: showCount(choice.count),
            })}
          </option>
        ))}
      </select>
    </div>
  )
}

const sayName = (label: string, what: string | undefined): string =>
  what === undefined ? label : fill(words.apart, { label, what })

/** What was done, as a person says it. */
export const sayAction = (action: string): string => words.actions[action] ?? wordsOf(action.replace(/^trail\./, ''))
