import type { WorkflowCase } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import { showDateAndTime } from '../format/moment.ts'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { CaseLink } from './case-link.tsx'
import { WhoWhy } from './case-why.tsx'
import { type Exception, type ExceptionList, exceptionsIn } from './exceptions.ts'
import { ruleWords } from './rule-words.ts'
import { stepWords } from './step-words.ts'

interface ExceptionsProps {
  readonly trail: string
  readonly which: ExceptionList
  /** A page more never moves the rows of those before it. */
  readonly pages: readonly (readonly WorkflowCase[])[]
}

/** Rules that were overridden and cases that moved backward, whether they are open or ended, each with who and why. */
export function Exceptions({ trail, which, pages }: ExceptionsProps) {
  return (
    <table className="fields cases">
      <thead>
        <tr>
          <th scope="col">{m.workflow.case}</th>
          <th scope="col">{m.workflow.what[which]}</th>
          <th scope="col">{m.workflow.whoWhy}</th>
          <th scope="col">{m.event.when}</th>
        </tr>
      </thead>
      <tbody>
        {pages
          .flatMap((cases) => exceptionsIn(cases, which))
          .map((exception) => (
            <Row key={exception.step.seq} trail={trail} exception={exception} which={which} />
          ))}
      </tbody>
    </table>
  )
}

interface RowProps extends Pick<ExceptionsProps, 'trail' | 'which'> {
  readonly exception: Exception
}

function Row({ trail, exception: { of, step, from }, which }: RowProps) {
  const { override, at } = step
  const words = (name: string | undefined) => (name === undefined ? '–' : stepWords(name))
  return (
    <tr>
      <th scope="row">
        <CaseLink trail={trail} of={of} />
      </th>
      <td data-label={m.workflow.what[which]}>
        <Text>{which === 'backward' ? `${words(from)} → ${words(step.step)}` : ruleWords(override)}</Text>
      </td>
      <td data-label={m.workflow.whoWhy}>
        <WhoWhy step={step} isAsked />
      </td>
      <td data-label={m.event.when}>
        {step.id === undefined ? (
          <time dateTime={at}>{showDateAndTime(at)}</time>
        ) : (
          <Link to="/t/$trail/events/$id" params={{ trail, id: step.id }} search={{}}>
            <time dateTime={at}>{showDateAndTime(at)}</time>
          </Link>
        )}
      </td>
    </tr>
  )
}
