import { type FormEvent, useId, useState } from 'react'
import { m } from '../messages/messages.ts'
import { Check, Field, RefusedNote } from '../people/field.tsx'
import { RoleChoice } from '../people/role-choice.tsx'
import { type Refused, useDeed } from '../people/use-deed.ts'
import { type Copied, isTaken, mayCopy, offeredRoles, sendsNothing } from './copied.ts'
import { NumberField } from './number-field.tsx'
import type { ForwarderSettings, Receiver } from './watch-api.ts'

const words = m.watch.forwarding

type From = 'now' | 'beginning'

interface ForwarderFormProps {
  readonly settings: ForwarderSettings
  /** Of a new one, where it begins. */
  readonly isNew: boolean
  readonly copied: Copied
  readonly save: (settings: ForwarderSettings, from: From) => Promise<unknown>
  readonly cancel: () => void
}

/** Where copies go, of which events, and as whom the receiver reads: no more than is taken from whoever fills it in. */
export function ForwarderForm({ settings, isNew, copied, save, cancel }: ForwarderFormProps) {
  const [asked, setAsked] = useState(settings)
  const [from, setFrom] = useState<From>('now')
  const { busy, refused, run } = useDeed()
  const change = (more: Partial<ForwarderSettings>) => setAsked({ ...asked, ...more })
  const isAllowed = isTaken(asked, isNew ? undefined : settings, copied)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    await run(() => save(asked, from))
  }
  return (
    <form className="form form-wide" onSubmit={submit}>
      <Field
        label={words.name}
        name="name"
        value={asked.name}
        onChange={(name) => change({ name })}
        refused={refused}
        autoFocus
      />
      {mayCopy(copied) ? (
        <WhatLeaves asked={asked} change={change} set={settings.roles} copied={copied} refused={refused} />
      ) : (
        <p className="note">{words.onlyName}</p>
      )}
      {isNew && <Beginning from={from} choose={setFrom} />}
      {!isAllowed && <p className="note">{isNew ? words.chooseRole : words.chooseOwnRole}</p>}
      <RefusedNote refused={refused} fields={['name', 'q', 'receiver/url', 'receiver/host']} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy || !isAllowed}>
          {isNew ? words.save : words.saveChanged}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  )
}

interface WhatLeavesProps {
  readonly asked: ForwarderSettings
  readonly change: (more: Partial<ForwarderSettings>) => void
  /** The roles before anything was changed. */
  readonly set: readonly string[]
  readonly copied: Copied
  readonly refused: Refused | undefined
}

function WhatLeaves({ asked, change, set, copied, refused }: WhatLeavesProps) {
  return (
    <>
      <ReceiverFields receiver={asked.receiver} change={(receiver) => change({ receiver })} refused={refused} />
      <Field
        label={words.q}
        name="q"
        value={asked.q}
        onChange={(q) => change({ q })}
        help={words.qHelp}
        refused={refused}
        optional
      />
      <Check label={words.own} help={words.ownHelp} checked={asked.own} onChange={(own) => change({ own })} />
      <div>
        <RoleChoice
          legend={words.roles}
          roles={offeredRoles(copied, set)}
          chosen={asked.roles}
          choose={(roles) => change({ roles })}
        />
        <p className="quiet field-help">{copied.held === undefined ? words.rolesHelp : words.heldHelp}</p>
      </div>
      {sendsNothing(asked, copied) && <p className="note">{words.sendsNothing}</p>}
    </>
  )
}

function Beginning({ from, choose }: { readonly from: From; readonly choose: (from: From) => void }) {
  return (
    <fieldset className="choices">
      <legend>{words.from}</legend>
      {(['now', 'beginning'] as const).map((one) => (
        <label key={one} className="check">
          <input type="radio" name="from" checked={from === one} onChange={() => choose(one)} />
          {words.froms[one]}
        </label>
      ))}
    </fieldset>
  )
}

interface ReceiverFieldsProps {
  readonly receiver: Receiver
  readonly change: (receiver: Receiver) => void
  readonly refused: Refused | undefined
}

const syslog = { kind: 'syslog', host: '', port: 6514, tls: true, format: 'json' } as const

function ReceiverFields({ receiver, change, refused }: ReceiverFieldsProps) {
  const id = useId()
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{words.kind}</label>
        <select
          id={id}
          value={receiver.kind}
          onChange={(event) => change(event.currentTarget.value === 'syslog' ? syslog : { kind: 'https', url: '' })}
        >
          {(['https', 'syslog'] as const).map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </div>
      {receiver.kind === 'https' ? (
        <Field
          label={words.url}
          name="receiver/url"
          value={receiver.url}
          onChange={(url) => change({ kind: 'https', url })}
          refused={refused}
        />
      ) : (
        <SyslogFields receiver={receiver} change={change} refused={refused} />
      )}
    </>
  )
}

interface SyslogFieldsProps extends Omit<ReceiverFieldsProps, 'receiver'> {
  readonly receiver: Extract<Receiver, { kind: 'syslog' }>
}

function SyslogFields({ receiver, change, refused }: SyslogFieldsProps) {
  const id = useId()
  return (
    <>
      <Field
        label={words.host}
        name="receiver/host"
        value={receiver.host}
        onChange={(host) => change({ ...receiver, host })}
        refused={refused}
      />
      <div className="watch-numbers">
        <NumberField
          label={words.port}
          value={receiver.port}
          least={1}
          most={65_535}
          onChange={(port) => change({ ...receiver, port })}
        />
        <div className="field">
          <label htmlFor={id}>{words.format}</label>
          <select
            id={id}
            value={receiver.format}
            onChange={(event) => change({ ...receiver, format: event.currentTarget.value === 'cef' ? 'cef' : 'json' })}
          >
            {(['json', 'cef'] as const).map((format) => (
              <option key={format} value={format}>
                {words.formats[format]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Check label={words.tls} help={words.tlsHelp} checked={receiver.tls} onChange={(tls) => change({ ...receiver, tls })} />
    </>
  )
}
