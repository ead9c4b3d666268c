import { useQuery } from '@tanstack/react-query'
import type { EventDetail } from '../api/event-view.ts'
import { Section } from '../event/section.tsx'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Command } from '../text/command.tsx'
import { Text } from '../text/text.tsx'
import type { CheckedEvent, Step } from './check.ts'
import { VerdictIcon } from './verdict-icon.tsx'

interface ProofSectionProps {
  readonly trail: string
  readonly event: EventDetail
}

/** The check of an event, made once however many parts of the page show it. The verifier is loaded when first needed. */
export const useChecked = ({ trail, event }: ProofSectionProps) =>
  useQuery({
    queryKey: ['proof', trail, event.id, event.hash],
    queryFn: async ({ signal }) => (await import('./check-event.ts')).checkEvent(trail, event, signal),
    staleTime: 60_000,
  })

/** At the top of the event: that it holds, in two words; that it does not, so that nobody overlooks it. */
export function ProofMark(props: ProofSectionProps) {
  const { data } = useChecked(props)
  if (!data) return <MarkToCome />
  if (data.verdict === 'broken')
    return (
      <p className="verdict verdict-broken" role="alert">
        <VerdictIcon state="broken" />
        <span>
          {m.proof.broken} {m.proof.brokenLead}
        </span>
      </p>
    )
  const toProof = () => document.getElementById('proof')?.scrollIntoView()
  return (
    <button type="button" className="mark mark-good" onClick={toProof}>
      <VerdictIcon state="holds" />
      {m.proof.short}
    </button>
  )
}

/** The room of the mark while it is not known: nothing beside or below it moves once it is. */
export const MarkToCome = () => (
  <span className="mark mark-good mark-to-come" data-word={m.proof.short}>
    <VerdictIcon state="holds" />
  </span>
)

/** The event's proof, fetched and checked here, step by step; nothing is taken from the server's word. */
export function ProofSection(props: ProofSectionProps) {
  const check = useChecked(props)
  return (
    <div id="proof">
      <Section title={m.proof.title}>
        <div aria-live="polite">
          {check.data ? <Verdict checked={check.data} /> : <Undecided error={check.error} retry={check.refetch} />}
        </div>
        {check.data && <Offline trail={props.trail} checked={check.data} />}
      </Section>
    </div>
  )
}

function Undecided({ error, retry }: { readonly error: Error | null; readonly retry: () => void }) {
  if (!error) return <p className="verdict">{m.proof.checking}</p>
  return (
    <>
      <p className="verdict">
        <VerdictIcon state="open" />
        <span>
          {m.proof.unsure} <Text>{error.message === '' ? m.app.unreachable : error.message}</Text>
        </span>
      </p>
      <button type="button" className="button" onClick={() => retry()}>
        {m.proof.again}
      </button>
    </>
  )
}

function Verdict({ checked }: { readonly checked: CheckedEvent }) {
  const { verdict, steps } = checked
  return (
    <>
      <p className={`verdict verdict-${verdict}`}>
        <VerdictIcon state={verdict} />
        <span>
          {m.proof[verdict]}
          {verdict === 'broken' && ` ${m.proof.brokenLead}`}
        </span>
      </p>
      {/* What holds needs no words; what does not is told at once. */}
      <details className="offline" open={verdict !== 'holds'}>
        <summary>{m.proof.steps}</summary>
        <ol className="steps">
          {steps.map((step) => (
            <StepLine key={step.name} step={step} checked={checked} />
          ))}
        </ol>
      </details>
    </>
  )
}

const stateWords = { holds: m.proof.ok, broken: m.proof.failed, open: m.proof.open }

function StepLine({ step, checked }: { readonly step: Step; readonly checked: CheckedEvent }) {
  const { position, size } = checked
  const title =
    step.name === 'inclusion'
      ? fill(m.proof.inclusion, { position: showCount(position), size: showCount(size) })
      : m.proof[step.name]
  return (
    <li className={`step step-${step.state}`}>
      <VerdictIcon state={step.state} />
      <span>
        {title} <span className={step.state === 'holds' ? 'visually-hidden' : undefined}>({stateWords[step.state]})</span>
        {step.detail !== undefined && (
          <small>
            <Text>{step.detail}</Text>
          </small>
        )}
      </span>
    </li>
  )
}

/** The same without this server and without this page. */
function Offline({ trail, checked }: { readonly trail: string; readonly checked: CheckedEvent }) {
  const lines = [
    `daybook export --trail ${trail} --out ${trail}-bundle`,
    `daybook verify ${trail}-bundle --policy ${trail}-policy.txt`,
  ]
  return (
    <details className="offline">
      <summary>{m.proof.offline}</summary>
      <p className="quiet">{m.proof.offlineLead}</p>
      <Command text={lines.join('\n')} />
      <p className="quiet">{fill(m.proof.keys, { file: `${trail}-policy.txt` })}</p>
      <Command text={checked.policy.trimEnd()} />
      <p className="quiet">{m.proof.hash}</p>
      <Command text={checked.hash} />
    </details>
  )
}
