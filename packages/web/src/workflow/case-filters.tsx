import { useNavigate } from '@tanstack/react-router'
import { showDuration } from '../format/duration.ts'
import { m } from '../messages/messages.ts'
import { type CasesAddress, readCasesAddress, waits } from './cases-address.ts'
import { stepWords } from './step-words.ts'

interface CaseFiltersProps {
  readonly trail: string
  readonly type: string | undefined
  readonly address: CasesAddress
  readonly steps: readonly string[]
}

const dayMs = 86_400_000

/** Of the open cases those that wait longer than some days, or that are in one step; both stand in the address. */
export function CaseFilters({ trail, type, address, steps }: CaseFiltersProps) {
  const navigate = useNavigate()
  const go = (change: { readonly waiting?: string; readonly step?: string }) =>
    void navigate({
      to: type === undefined ? '/t/$trail/workflows' : '/t/$trail/workflows/$type',
      params: { trail, type: type ?? '' },
      search: readCasesAddress({ ...address, ...change }),
      resetScroll: false,
    })
  const { waiting, step } = address
  const offered =
    waiting === undefined || waits.some((days) => days === waiting) ? waits : [...waits, waiting].sort((a, b) => a - b)
  return (
    <div className="range case-filters">
      <label>
        {m.workflow.waitingLonger}{' '}
        <select className="pick" value={waiting ?? ''} onChange={(event) => go({ waiting: event.currentTarget.value })}>
          <option value="">{m.workflow.anyWait}</option>
          {offered.map((days) => (
            <option key={days} value={days}>
              {showDuration(days * dayMs)}
            </option>
          ))}
        </select>
      </label>
      {(steps.length > 1 || step !== undefined) && (
        <label>
          {m.workflow.inStep}{' '}
          <select className="pick" value={step ?? ''} onChange={(event) => go({ step: event.currentTarget.value })}>
            <option value="">{m.workflow.anyStep}</option>
            {[...new Set([...steps, ...(step === undefined ? [] : [step])])].map((one) => (
              <option key={one} value={one}>
                {stepWords(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}
