import type { WorkflowCase } from '@daybook/core'
import { showAge, showDateAndTime } from '../format/moment.ts'
import { showList } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { CaseLink } from './case-link.tsx'
import type { CaseList } from './cases-address.ts'
import type { ExceptionList } from './exceptions.ts'
import { stepWords } from './step-words.ts'

interface CasesTableProps {
  readonly trail: string
  readonly cases: readonly WorkflowCase[]
  readonly which: Exclude<CaseList, ExceptionList>
}

/** Cases with the step they are in, since when, and for whom. */
export function CasesTable({ trail, cases, which }: CasesTableProps) {
  const withWho = which === 'breaches'
  const since = m.workflow.since[which === 'open' || which === 'overdue' ? 'open' : 'ended']
  return (
    <table className="fields cases">
      <thead>
        <tr>
          <th scope="col">{m.workflow.case}</th>
          {withWho && <th scope="col">{m.workflow.whoBoth}</th>}
          <th scope="col">{m.workflow.step}</th>
          <th scope="col">{since}</th>
          <th scope="col">{m.workflow.customer}</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <CaseRow key={`${one.type} ${one.id}`} trail={trail} one={one} withWho={withWho} since={since} />
        ))}
      </tbody>
    </table>
  )
}

interface CaseRowProps {
  readonly trail: string
  readonly one: WorkflowCase
  /** Where the question is who stood on both sides. */
  readonly withWho: boolean
  readonly since: string
}

function CaseRow({ trail, one, withWho, since }: CaseRowProps) {
  const { state, step, steps, dueAt, breaches, customer } = one
  const isLate = state === 'open' && dueAt !== undefined && Date.parse(dueAt) < Date.now()
  const at = state === 'open' ? one.inStepSince : one.lastAt
  return (
    <tr>
      <th scope="row">
        <CaseLink trail={trail} of={one} />
      </th>
      {withWho && (
        <td data-label={m.workflow.whoBoth}>
          <Text>{breakers(one)}</Text>
        </td>
      )}
      <td data-label={m.workflow.step}>
        <Text>{step === undefined ? '–' : stepWords(step)}</Text>{' '}
        {breaches.length > 0 && !withWho && <span className="mark mark-bad">{m.start.fourEyes}</span>}{' '}
        {steps.some(({ backward }) => backward) && <span className="mark">{m.workflow.backward}</span>}{' '}
        {steps.some(({ override }) => override) && <span className="mark">{m.workflow.overridden}</span>}
      </td>
      <td data-label={since}>
        <time dateTime={at} title={showDateAndTime(at)}>
          {showAge(at, Date.now())}
        </time>{' '}
        {isLate && <span className="mark mark-bad">{m.workflow.late}</span>}
      </td>
      <td data-label={m.workflow.customer}>
        <Text>{customer?.name ?? '–'}</Text>
      </td>
    </tr>
  )
}

const breakers = ({ breaches }: WorkflowCase): string =>
  showList([...new Set(breaches.map(({ actor }) => actor.name ?? actor.id))])
