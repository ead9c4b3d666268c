import { useState } from 'react'
import { showAge, showClock, showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { RefusedNote } from '../people/field.tsx'
import type { TrailRole } from '../people/people-api.ts'
import { SureButton } from '../people/sure-button.tsx'
import { useDeed } from '../people/use-deed.ts'
import { Text } from '../text/text.tsx'
import type { Copied } from './copied.ts'
import { ForwarderForm } from './forwarder-form.tsx'
import { sayAsked } from './rule-words.ts'
import {
  changeForwarder,
  type Forwarder,
  type ForwarderSettings,
  removeForwarder,
  testForwarder,
  type WithSecret,
} from './watch-api.ts'

const words = m.watch.forwarding

interface ForwarderRowProps {
  readonly trail: string
  readonly forwarder: Forwarder
  /** Undefined while it is not known. */
  readonly copied: Copied | undefined
  readonly took: (answer: Forwarder & WithSecret) => Promise<void>
  readonly changed: () => Promise<unknown>
}

/** One receiver: how it stands, and what may be done with it. */
export function ForwarderRow({ trail, forwarder, copied, took, changed }: ForwarderRowProps) {
  const [editing, setEditing] = useState(false)
  const [tried, setTried] = useState<{ readonly ok: boolean; readonly said: string }>()
  const { busy, refused, run } = useDeed()
  const settings = settingsOf(forwarder)
  const put = (more: Partial<ForwarderSettings> & { readonly newSecret?: boolean }) =>
    run(async () => took(await changeForwarder(trail, forwarder.id, { ...settings, ...more })))
  const remove = async () => {
    await run(() => removeForwarder(trail, forwarder.id))
    await changed()
  }
  return (
    <li className="watch-row">
      <h2>
        <Text>{forwarder.name}</Text> <StateMark forwarder={forwarder} />
      </h2>
      <p className="quiet">
        <Text>{aboutOf(forwarder, copied?.roles ?? [])}</Text>
      </p>
      <Maker maker={forwarder.maker} />
      <Standing forwarder={forwarder} />
      <div className="form-actions">
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() =>
            run(async () => {
              setTried(await testForwarder(trail, forwarder.id))
              await changed()
            })
          }
        >
          {words.test}
        </button>
        <button type="button" className="button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
          {words.change}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => put({ paused: !forwarder.paused })}>
          {forwarder.paused ? words.resume : words.pause}
        </button>
        {forwarder.receiver.kind === 'https' && (
          <SureButton
            label={words.newSecret}
            sure={words.newSecretSure}
            disabled={busy}
            onSure={() => put({ newSecret: true })}
          />
        )}
        <SureButton label={words.remove} sure={words.removeSure} disabled={busy} onSure={remove} />
      </div>
      <div role="status">{tried && <p className={tried.ok ? 'notice' : 'field-wrong'}>{tried.said}</p>}</div>
      <RefusedNote refused={refused} />
      {editing && copied && (
        <ForwarderForm
          settings={settings}
          isNew={false}
          copied={copied}
          save={async (next) => {
            await took(await changeForwarder(trail, forwarder.id, next))
            setEditing(false)
          }}
          cancel={() => setEditing(false)}
        />
      )}
    </li>
  )
}

const settingsOf = ({ name, receiver, q, own, roles, paused }: Forwarder): ForwarderSettings => ({
  ...{ name, receiver, q, own, roles, paused },
})

function StateMark({ forwarder: { state } }: { readonly forwarder: Forwarder }) {
  const kind = state.now === 'failing' ? 'mark mark-bad' : state.now === 'working' ? 'mark mark-good' : 'mark'
  return <span className={kind}>{words.states[state.now]}</span>
}

/** Where it goes, what, and as whom. */
const aboutOf = ({ receiver, q, own, roles }: Forwarder, known: readonly TrailRole[]): string =>
  [
    receiver.kind === 'https' ? receiver.url : `syslog ${receiver.host}:${receiver.port}`,
    roles.length === 0
      ? words.asNobody
      : fill(words.asRoles, { roles: showList(roles.map((role) => known.find(({ name }) => name === role)?.label ?? role)) }),
    ...(q === '' ? [] : [fill(words.onlyQ, { what: sayAsked(q, () => undefined) })]),
    ...(own ? [words.withOwn] : []),
  ].join(' · ')

/** Whoever lost their rights or left since decided where the copies go all the same. */
function Maker({ maker }: Pick<Forwarder, 'maker'>) {
  if (maker === null) return null
  return (
    <p>
      <span className={maker.state === 'active' ? 'quiet' : 'mark mark-bad mark-long'}>
        <Text>{fill(words.makers[maker.state], { name: maker.name })}</Text>
      </span>
    </p>
  )
}

function Standing({ forwarder: { state } }: { readonly forwarder: Forwarder }) {
  const { behind, lastSent, failing, reached, now } = state
  return (
    <>
      <p>
        {(behind > 0 || lastSent !== null) && `${words.behind(behind, showCount(behind))} · `}
        {lastSent === null ? (
          <>
            {words.neverSent}
            {now === 'waiting' && reached !== null && ` · ${fill(words.reached, { time: showDateAndTime(reached) })}`}
          </>
        ) : (
          <time dateTime={lastSent.at} title={showDateAndTime(lastSent.at)}>
            {fill(words.sent, { seq: showCount(lastSent.seq), when: showAge(lastSent.at, Date.now()) })}
          </time>
        )}
      </p>
      {failing && (
        <p className="field-wrong">
          <Text>{fill(words.failing, { error: failing.error, time: showDateAndTime(failing.since) })}</Text>{' '}
          {failing.nextTry === null ? words.nextEvent : fill(words.nextTry, { time: showClock(failing.nextTry) })}
        </p>
      )}
    </>
  )
}
