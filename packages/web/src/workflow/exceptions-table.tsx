import { Link } from '@tanstack/react-router'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { useFew } from '../list/few.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { type Exception, exceptionsIn } from './exceptions.ts'
import { stepWords } from './step-words.ts'
import { useCases } from './use-cases.ts'

interface ExceptionsProps {
  readonly trail: string
  readonly type: string | undefined
  readonly which: 'overrides' | 'backward'
}

const atOnce = 100

/** Rules that were overridden and cases that moved backward, whether they are open or ended, each with who and why. */
export function Exceptions({ trail, type, which }: ExceptionsProps) {
  const [open, ended] = [useCases(trail, type, 'open'), useCases(trail, type, 'ended')]
  const found = exceptionsIn([...(open.data?.data ?? []), ...(ended.data?.data ?? [])], which)
  const { shown, left, more } = useFew(found, atOnce)
  const failed = [open, ended].find(({ error, data }) => error !== null && data === undefined)
  if (failed?.error) return <Failure error={failed.error} retry={() => void failed.refetch()} />
  if (open.isPending || ended.isPending) return <p className="quiet">{m.app.loading}</p>
  return (
    <>
      {found.length === 0 ? (
        <p className="note">{m.workflow.noneOf[which]}</p>
      ) : (
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
            {shown.map((exception) => (
              <Row key={exception.step.seq} trail={trail} exception={exception} which={which} />
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && (
        <p className="more">
          <button type="button" className="button" onClick={more}>
            {fill(m.workflow.more, { count: showCount(left) })}
          </button>
        </p>
      )}
      {(open.data?.whole === false || ended.data?.whole === false) && (
        <p className="notice">{m.workflow.notWhole[type === undefined ? 'all' : 'one']}</p>
      )}
    </>
  )
}

interface RowProps extends Pick<ExceptionsProps, 'trail' | 'which'> {
  readonly exception: Exception
}

function Row({ trail, exception: { of, step, from }, which }: RowProps) {
  const { override, actor, reason, at } = step
  return (
    <tr>
      <th scope="row">
        <Link to="/t/$trail/workflows/$type/$id" params={{ trail, type: of.type, id: of.id }}>
          <Text>{of.object?.name ?? of.id}</Text>
        </Link>
      </th>
      <td>
        <Text>
          {which === 'backward'
            ? `${from === undefined ? '–' : stepWords(from)} → ${step.step === undefined ? '–' : stepWords(step.step)}`
            : (override?.name ?? override?.rule ?? m.workflow.unnamedRule)}
        </Text>
      </td>
      <td>
        <Text>{actor?.name ?? actor?.id ?? m.actorTypes.unknown}</Text>
        {reason === undefined ? (
          <>
            {' '}
            <span className="mark mark-bad">{m.workflow.noReason}</span>
          </>
        ) : (
          <Text>{`: ${reason}`}</Text>
        )}
      </td>
      <td>
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
