import type { WorkflowCase } from '@daybook/core'
import { wordsOf } from '@daybook/core'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { showAge, showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { useFew } from '../list/few.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { CaseFilters } from './case-filters.tsx'
import { type CasesAddress, caseLists, readCasesAddress } from './cases-address.ts'
import { Exceptions } from './exceptions-table.tsx'
import { stepWords } from './step-words.ts'
import { useCases } from './use-cases.ts'

const casesAtOnce = 100
const flowsAtOnce = 12

/** Cases by step and age: what waits longest stands first. */
export function WorkflowsPage() {
  const { trail, type } = useParams({ strict: false })
  return trail === undefined ? null : <Workflows key={`${trail} ${type}`} trail={trail} type={type} />
}

function Workflows({ trail, type }: { readonly trail: string; readonly type: string | undefined }) {
  const address = readCasesAddress(useSearch({ strict: false }))
  const { show } = address
  const isException = show === 'overrides' || show === 'backward'
  const query = useCases(trail, type, show === 'ended' || show === 'breaches' ? show : 'open')
  const cases = fitting(query.data?.data ?? [], show === undefined ? address : {})
  const { shown, left, more } = useFew(cases, casesAtOnce)
  const title = type === undefined ? m.workflow.title : wordsOf(type)
  return (
    <section aria-labelledby="workflows">
      <title>{`${title} · ${m.app.name}`}</title>
      <h1 id="workflows">
        <Text>{title}</Text>
      </h1>
      <p className="quiet lead">{m.workflow.lead}</p>
      {type === undefined ? <Flows trail={trail} steps={query.data?.steps ?? []} /> : <Steps steps={query.data?.steps ?? []} />}
      <nav className="switch" aria-label={m.workflow.which}>
        {caseLists.map((one) => (
          <Link
            key={one}
            to={type === undefined ? '/t/$trail/workflows' : '/t/$trail/workflows/$type'}
            params={{ trail, type: type ?? '' }}
            search={readCasesAddress({ show: one })}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={(show ?? 'open') === one ? 'page' : undefined}
            data-word={m.workflow.show[one]}
          >
            {m.workflow.show[one]}
          </Link>
        ))}
      </nav>
      {show === undefined && <CaseFilters trail={trail} type={type} address={address} steps={stepsIn(query.data?.steps ?? [])} />}
      {isException && <Exceptions trail={trail} type={type} which={show} />}
      {query.isPending && !isException && <p className="quiet">{m.app.loading}</p>}
      {query.error && !query.data && !isException && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && cases.length === 0 && !isException && (
        <p className="note">{show === 'breaches' ? m.workflow.noBreaches : m.workflow.none}</p>
      )}
      {cases.length > 0 && !isException && (
        <table className="fields cases">
          <thead>
            <tr>
              <th scope="col">{m.workflow.case}</th>
              {show === 'breaches' && <th scope="col">{m.workflow.whoBoth}</th>}
              <th scope="col">{m.workflow.step}</th>
              <th scope="col">{m.workflow.since[show === undefined ? 'open' : 'ended']}</th>
              <th scope="col">{m.workflow.customer}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <CaseRow key={`${one.type} ${one.id}`} trail={trail} one={one} withWho={show === 'breaches'} />
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && !isException && (
        <p className="more">
          <button type="button" className="button" onClick={more}>
            {fill(m.workflow.more, { count: showCount(left) })}
          </button>
        </p>
      )}
      {query.data?.whole === false && !isException && (
        <p className="notice">{m.workflow.notWhole[type === undefined ? 'all' : 'one']}</p>
      )}
    </section>
  )
}

/** Those that are in the step and wait as long as is asked. */
const fitting = (cases: readonly WorkflowCase[], { waiting, step }: CasesAddress): readonly WorkflowCase[] =>
  cases.filter(
    (one) =>
      (step === undefined || one.step === step) &&
      (waiting === undefined || Date.now() - Date.parse(one.inStepSince) > waiting * 86_400_000),
  )

const stepsIn = (steps: readonly StepCount[]): readonly string[] => [...new Set(steps.map(({ step }) => step))]

interface StepCount {
  readonly type: string
  readonly step: string
  readonly open: number
}

/** Each workflow with how many cases are open, and in which steps they are. */
function Flows({ trail, steps }: { readonly trail: string; readonly steps: readonly StepCount[] }) {
  const flows = [...Map.groupBy(steps, ({ type }) => type)]
  const { shown, left, more } = useFew(flows, flowsAtOnce)
  if (flows.length === 0) return null
  return (
    <>
      <ul className="tiles">
        {shown.map(([type, own]) => (
          <li key={type}>
            <Link className="tile" to="/t/$trail/workflows/$type" params={{ trail, type }} search={{}}>
              <strong>{showCount(own.reduce((sum, { open }) => sum + open, 0))}</strong>
              <Text>{fill(m.workflow.openOf, { workflow: wordsOf(type) })}</Text>
              <Text className="quiet tile-more">
                {own.map(({ step, open }) => `${stepWords(step)} ${showCount(open)}`).join(' · ')}
              </Text>
            </Link>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p className="more">
          <button type="button" className="button button-quiet" onClick={more}>
            {fill(m.search.moreValues, { count: showCount(left) })}
          </button>
        </p>
      )}
    </>
  )
}

/** The steps of one workflow with how many cases are in each. */
function Steps({ steps }: { readonly steps: readonly StepCount[] }) {
  if (steps.length === 0) return null
  return (
    <ul className="tiles">
      {steps.slice(0, flowsAtOnce).map(({ step, open }) => (
        <li className="tile" key={step}>
          <strong>{showCount(open)}</strong>
          <Text>{stepWords(step)}</Text>
        </li>
      ))}
    </ul>
  )
}

interface CaseRowProps {
  readonly trail: string
  readonly one: WorkflowCase
  /** Where the question is who stood on both sides. */
  readonly withWho: boolean
}

function CaseRow({ trail, one, withWho }: CaseRowProps) {
  const late = one.state === 'open' && one.dueAt !== undefined && Date.parse(one.dueAt) < Date.now()
  return (
    <tr>
      <th scope="row">
        <Link to="/t/$trail/workflows/$type/$id" params={{ trail, type: one.type, id: one.id }}>
          <Text>{one.object?.name ?? one.id}</Text>
        </Link>
      </th>
      {withWho && (
        <td>
          <Text>{breakers(one)}</Text>
        </td>
      )}
      <td>
        <Text>{one.step === undefined ? '–' : stepWords(one.step)}</Text>{' '}
        {one.breaches.length > 0 && <span className="mark mark-bad">{m.start.fourEyes}</span>}{' '}
        {one.steps.some((step) => step.backward) && <span className="mark">{m.workflow.backward}</span>}{' '}
        {one.steps.some((step) => step.override) && <span className="mark">{m.workflow.overridden}</span>}
      </td>
      <td>
        <time dateTime={one.inStepSince} title={showDateAndTime(one.inStepSince)}>
          {showAge(one.inStepSince, Date.now())}
        </time>{' '}
        {late && <span className="mark mark-bad">{m.workflow.late}</span>}
      </td>
      <td>
        <Text>{one.customer?.name ?? '–'}</Text>
      </td>
    </tr>
  )
}

const breakers = ({ breaches }: WorkflowCase): string =>
  showList([...new Set(breaches.map(({ actor }) => actor.name ?? actor.id))])
