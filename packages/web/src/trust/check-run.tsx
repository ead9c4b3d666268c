import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { VerdictIcon } from '../proof/verdict-icon.tsx'
import { Sentence } from '../text/sentence.tsx'
import type { CheckAddress } from './check-address.ts'
import { checkMany, type Progress } from './check-many.ts'

interface CheckRunProps {
  readonly trail: string
  readonly what: CheckAddress
  readonly label: string
}

interface Run {
  readonly state: 'running' | 'done' | 'stopped' | 'failed'
  readonly progress?: Progress
  readonly error?: Error
}

/** A button that checks many events, how far it is, and what it found. Leaving the page stops it. */
export function CheckRun({ trail, what, label }: CheckRunProps) {
  const [run, setRun] = useState<Run>()
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])
  const start = () => {
    const control = new AbortController()
    stop.current?.abort()
    stop.current = control
    setRun({ state: 'running' })
    const tell = (progress: Progress) => control.signal.aborted || setRun({ state: 'running', progress })
    checkMany(trail, what, tell, control.signal).then(
      (progress) => control.signal.aborted || setRun({ state: 'done', progress }),
      (error: Error) => control.signal.aborted || setRun((before) => ({ ...before, state: 'failed', error })),
    )
  }
  const end = () => {
    stop.current?.abort()
    setRun((before) => ({ ...before, state: 'stopped' }))
  }
  const isRunning = run?.state === 'running'
  return (
    <div className="trust-run">
      <button type="button" className="button" onClick={isRunning ? end : start}>
        {isRunning ? m.trust.stop : label}
      </button>
      {run?.progress && isRunning && (
        <>
          <progress max={run.progress.total} value={run.progress.checked} aria-label={label} />
          <span className="quiet">
            {fill(run.progress.isExact ? m.trust.progress : m.trust.progressAbout, {
              checked: showCount(run.progress.checked),
              total: showCount(run.progress.total),
            })}
          </span>
        </>
      )}
      <div aria-live="polite">{run && !isRunning && <Outcome trail={trail} run={run} again={start} />}</div>
    </div>
  )
}

function Outcome({ trail, run, again }: { readonly trail: string; readonly run: Run; readonly again: () => void }) {
  const { progress, state, error } = run
  const broken = progress?.broken ?? []
  return (
    <>
      {error && <Failure error={error} retry={again} />}
      {broken.length > 0 && (
        <>
          <p className="verdict verdict-broken" role="alert">
            <VerdictIcon state="broken" />
            <span>{m.trust.broken(broken.length, showCount(broken.length))}</span>
          </p>
          <ul className="items">
            {broken.map((event) => (
              <li key={event.id}>
                <Link to="/t/$trail/events/$id" params={{ trail, id: event.id }} search={{}}>
                  <Sentence event={event} />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {progress && broken.length === 0 && !error && <Held progress={progress} state={state} />}
      {progress && progress.pruned > 0 && (
        <p className="quiet">{m.trust.prunedThere(progress.pruned, showCount(progress.pruned))}</p>
      )}
      {progress && progress.behind > 0 && <p className="notice">{m.trust.behind(progress.behind, showCount(progress.behind))}</p>}
      {state === 'done' && progress && progress.checked > 0 && <p className="quiet">{m.trust.missing}</p>}
    </>
  )
}

function Held({ progress: { checked }, state }: { readonly progress: Progress; readonly state: Run['state'] }) {
  if (checked === 0) return <p className="note">{m.trust.noneThere}</p>
  return (
    <p className="verdict">
      <VerdictIcon state="holds" />
      <span>
        {state === 'stopped'
          ? fill(m.trust.stopped, { checked: showCount(checked) })
          : m.trust.allHold(checked, showCount(checked))}
      </span>
    </p>
  )
}
