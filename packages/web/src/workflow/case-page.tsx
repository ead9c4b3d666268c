import type { CaseStep, WorkflowCase } from '@daybook/core'
import { isOverride, wordsOf } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { getCase } from '../api/workflow-api.ts'
import { showDuration } from '../format/duration.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showList } from '../format/quantity.ts'
import { LookedLink } from '../looked/looked-link.tsx'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { allZones } from '../zone/all-zones.ts'
import { breachesByPerson } from './breaches-by-person.ts'
import { caseName } from './case-name.ts'
import { CaseRecord } from './case-record.tsx'
import { WhoWhy } from './case-why.tsx'
import { ruleWords } from './rule-words.ts'
import { stepWords } from './step-words.ts'

/** One case: its steps with who decided what and how long each waited. */
export function CasePage() {
  const { trail, type, id } = useParams({ strict: false })
  if (trail === undefined || type === undefined || id === undefined) return null
  return <OneCase key={JSON.stringify([trail, type, id])} trail={trail} type={type} id={id} />
}

function OneCase({ trail, type, id }: { readonly trail: string; readonly type: string; readonly id: string }) {
  const query = useQuery({ queryKey: ['case', trail, type, id], queryFn: ({ signal }) => getCase(trail, type, id, signal) })
  const names = useNames(trail)
  const told = query.data
  if (!told)
    return query.error ? (
      <Failure whole error={query.error} retry={() => void query.refetch()} />
    ) : (
      <p className="quiet">{m.app.loading}</p>
    )
  const name = caseName(told, names)
  const breached = new Set(told.breaches.flatMap(({ events }) => events.map(({ seq }) => seq)))
  return (
    <article className="case">
      <title>{`${name} · ${m.app.name}`}</title>
      <p className="quiet">
        <Link to="/t/$trail/workflows/$type" params={{ trail, type }} search={{}}>
          ← <Text>{wordsOf(type)}</Text>
        </Link>
      </p>
      <header className="record-head">
        <h1>
          <Text>{name}</Text>
        </h1>
        <span className="mark">
          <Text>{told.step === undefined ? m.workflow.states[told.state] : stepWords(told.step)}</Text>
        </span>
        {told.object && (
          <Link
            to="/t/$trail/records/$type/$id"
            params={{ trail, type: told.object.type ?? '', id: told.object.id ?? '' }}
            search={{}}
          >
            {m.workflow.record}
          </Link>
        )}
        <Link to="/t/$trail/workflows/$type/$id/print" params={{ trail, type, id }}>
          {m.record.print}
        </Link>
        <LookedLink trail={trail} at={{ workflow: type, id }} />
      </header>
      <Summary told={told} />
      {told.object?.type !== undefined && told.object.id !== undefined && (
        <CaseRecord trail={trail} type={told.object.type} id={told.object.id} />
      )}
      {breachesByPerson(told.breaches).map(({ steps, actor }) => (
        <p className="notice notice-bad" key={actor.id}>
          <Text>
            {m.workflow.breach(steps.length, actor.name ?? actor.id, showList(steps.map((step) => `“${stepWords(step)}”`)))}
          </Text>
        </p>
      ))}
      <ol className="case-steps">
        {told.steps.map((step) => (
          <Step key={step.seq} trail={trail} step={step} isBreach={breached.has(step.seq)} />
        ))}
      </ol>
    </article>
  )
}

function Summary({ told }: { readonly told: WorkflowCase }) {
  const took = Date.parse(told.lastAt) - Date.parse(told.startedAt)
  const waits =
    told.state === 'open'
      ? fill(m.workflow.waits, { time: showDuration(Date.now() - Date.parse(told.inStepSince)) })
      : fill(m.workflow.took, { time: showDuration(took) })
  return (
    <p className="quiet">
      {waits}
      {told.dueAt !== undefined && ` · ${fill(m.workflow.due, { time: showDateAndTime(told.dueAt) })}`}
    </p>
  )
}

interface StepProps {
  readonly trail: string
  readonly step: CaseStep
  /** One of two steps that needed two people and had one. */
  readonly isBreach: boolean
}

function Step({ trail, step, isBreach }: StepProps) {
  return (
    <li className={step.backward ? 'case-step case-step-back' : 'case-step'}>
      {step.waitedMs > 0 && <span className="case-wait">{fill(m.workflow.after, { time: showDuration(step.waitedMs) })}</span>}
      <div className="case-what">
        <strong>
          <Text>{step.step === undefined ? '–' : stepWords(step.step)}</Text>
        </strong>
        {step.decision !== undefined && step.decision !== step.step?.toLowerCase() && (
          <span className="mark">{m.event.decisions[step.decision] ?? step.decision}</span>
        )}
        {isBreach && <span className="mark mark-bad">{m.start.fourEyes}</span>}
        {step.backward && <span className="mark mark-bad">{m.workflow.backward}</span>}
        {step.override && (
          <span className="mark mark-bad">
            <Text>{fill(m.workflow.override, { rule: ruleWords(step.override) })}</Text>
          </span>
        )}
        <span>
          <WhoWhy step={step} isAsked={isOverride(step)} />
        </span>
        <span className="quiet">
          <time dateTime={step.at} title={allZones(step.at).join('\n')}>
            {showDateAndTime(step.at)}
          </time>
          {step.id !== undefined && (
            <>
              {' · '}
              <Link to="/t/$trail/events/$id" params={{ trail, id: step.id }} search={{}}>
                {m.workflow.openEvent}
              </Link>
            </>
          )}
        </span>
      </div>
    </li>
  )
}
