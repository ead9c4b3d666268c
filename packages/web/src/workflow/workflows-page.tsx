import { wordsOf } from '@daybook/core'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import type { CaseExceptions } from '../api/workflow-api.ts'
import { showCount, showTotal } from '../format/quantity.ts'
import { MoreButton } from '../list/more-button.tsx'
import { m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { CaseFilters } from './case-filters.tsx'
import { FlowTiles, StepTiles } from './case-tiles.tsx'
import { type CaseList, caseLists, readCasesAddress } from './cases-address.ts'
import { CasesTable } from './cases-table.tsx'
import { isExceptionList } from './exceptions.ts'
import { Exceptions } from './exceptions-table.tsx'
import { useCases } from './use-cases.ts'

/** Cases by step and age: what waits longest stands first. */
export function WorkflowsPage() {
  const { trail, type } = useParams({ strict: false })
  return trail === undefined ? null : <Workflows key={`${trail} ${type}`} trail={trail} type={type} />
}

interface WorkflowsProps {
  readonly trail: string
  readonly type: string | undefined
}

function Workflows({ trail, type }: WorkflowsProps) {
  const address = readCasesAddress(useSearch({ strict: false }))
  const { show = 'open' } = address
  const query = useCases(trail, type, address)
  const [first] = query.data?.pages ?? []
  const steps = first?.steps ?? []
  const title = type === undefined ? m.workflow.title : wordsOf(type)
  return (
    <section aria-labelledby="workflows">
      <title>{`${title} · ${m.app.name}`}</title>
      {type !== undefined && (
        <p className="quiet">
          <Link to="/t/$trail/workflows" params={{ trail }} search={{}}>
            ← {m.workflow.flows}
          </Link>
        </p>
      )}
      <h1 id="workflows">
        <Text>{title}</Text>
      </h1>
      <p className="quiet lead">{m.workflow.lead}</p>
      {!isAnswered(query) && <ToCome />}
      {type === undefined ? (
        <FlowTiles trail={trail} steps={steps} />
      ) : (
        <StepTiles trail={trail} type={type} steps={steps} step={address.step} />
      )}
      <Lists trail={trail} type={type} show={show} exceptions={first?.exceptions} />
      {(show === 'open' || show === 'overdue') && (
        <CaseFilters
          trail={trail}
          type={type}
          address={address}
          steps={[...new Set(steps.map(({ step }) => step))].filter(Boolean)}
        />
      )}
      {query.error && !first && <Failure error={query.error} retry={() => void query.refetch()} />}
      {first && <Found trail={trail} type={type} query={query} />}
    </section>
  )
}

interface ListsProps extends WorkflowsProps {
  readonly show: CaseList
  readonly exceptions: CaseExceptions | undefined
}

/** One click to each list; exceptions say how many cases they have. */
function Lists({ trail, type, show, exceptions }: ListsProps) {
  return (
    <nav className="switch" aria-label={m.workflow.which}>
      {caseLists.map((one) => {
        const count = exceptions && countOf(one, exceptions)
        const words = count === undefined ? m.workflow.show[one] : `${m.workflow.show[one]} ${showCount(count)}`
        return (
          <Link
            key={one}
            to={type === undefined ? '/t/$trail/workflows' : '/t/$trail/workflows/$type'}
            params={{ trail, type: type ?? '' }}
            search={readCasesAddress({ show: one })}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={show === one ? 'page' : undefined}
            data-word={words}
            resetScroll={false}
          >
            {words}
          </Link>
        )
      })}
    </nav>
  )
}

const countOf = (list: CaseList, counts: CaseExceptions): number | undefined => {
  if (list === 'unexplained') return counts.overridesWithoutReason
  return list === 'open' || list === 'ended' ? undefined : counts[list]
}

interface FoundProps extends WorkflowsProps {
  readonly query: ReturnType<typeof useCases>
}

/** What the list has: a table of cases, or of their exceptions, and how many there are in all. */
function Found({ trail, type, query }: FoundProps) {
  const address = readCasesAddress(useSearch({ strict: false }))
  const { show = 'open', waiting, step } = address
  const [first] = query.data?.pages ?? []
  const pages = query.data?.pages.map(({ data }) => data) ?? []
  const cases = pages.flat()
  // While another list is on its way, counts stay, but the rows of the one before are of another kind.
  if (!first || query.isPlaceholderData) return <p className="quiet">{m.app.loading}</p>
  const isNarrowed = waiting !== undefined || step !== undefined
  return (
    <>
      {cases.length === 0 && first.whole && (
        <p className="note">
          {isNarrowed ? m.workflow.none : m.workflow.noneOf[show]}{' '}
          {isNarrowed && (
            <Link
              to={type === undefined ? '/t/$trail/workflows' : '/t/$trail/workflows/$type'}
              params={{ trail, type: type ?? '' }}
              search={readCasesAddress({ show })}
            >
              {m.workflow.showAll}
            </Link>
          )}
        </p>
      )}
      {cases.length > 0 && (
        <>
          <p className="quiet" role="status">
            {m.workflow.cases(first.total.value, showTotal(first.total))}
            {cases.length > 1 && ` · ${show === 'open' || show === 'overdue' ? m.workflow.longestFirst : m.workflow.newestFirst}`}
          </p>
          {isExceptionList(show) ? (
            <Exceptions trail={trail} which={show} pages={pages} />
          ) : (
            <CasesTable trail={trail} cases={cases} which={show} />
          )}
        </>
      )}
      {query.hasNextPage && (
        <p className="more">
          <MoreButton query={query} />
        </p>
      )}
      {(show === 'overrides' || show === 'unexplained') && (
        <p className="quiet cases-outside">
          {m.workflow.outside}{' '}
          <Link to="/t/$trail/search" params={{ trail }} search={{ q: overridesAsked[show], lane: 'all' }}>
            {m.workflow.outsideLink}
          </Link>
        </p>
      )}
      {!first.whole && <p className="notice">{m.workflow.notWhole[type === undefined ? 'all' : 'one']}</p>}
    </>
  )
}

/** The same question of all events, whether or not they belong to a case. */
const overridesAsked = { overrides: 'decision:overridden', unexplained: 'decision:overridden reason:none' } as const
