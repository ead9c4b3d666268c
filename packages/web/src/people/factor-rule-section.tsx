import { useQuery, useQueryClient } from '@tanstack/react-query'
import { m } from '../messages/messages.ts'
import { RefusedNote } from './field.tsx'
import { type FactorRule, getRule, setRule } from './people-api.ts'
import { useDeed } from './use-deed.ts'

const words = m.people.rule
const rules: readonly FactorRule[] = ['nobody', 'administrators', 'everybody']

/** Who must have a second factor; for owners, since it holds on every trail. */
export function FactorRuleSection() {
  const client = useQueryClient()
  const rule = useQuery({ queryKey: ['sign-in-rules'], queryFn: ({ signal }) => getRule(signal) })
  const { busy, refused, run } = useDeed()
  const choose = async (wanted: FactorRule) => {
    await run(() => setRule(wanted))
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'sign-in-rules' || queryKey[0] === 'session' })
  }
  return (
    <section className="account-part">
      <fieldset className="choices" disabled={busy || !rule.data}>
        <legend>
          <h2>{words.title}</h2>
          <span className="quiet">{words.lead}</span>
        </legend>
        {rules.map((one) => (
          <label key={one} className="check">
            <input type="radio" name="rule" checked={rule.data?.secondFactor === one} onChange={() => choose(one)} />
            <span>{words[one]}</span>
          </label>
        ))}
      </fieldset>
      <RefusedNote refused={refused} />
    </section>
  )
}
