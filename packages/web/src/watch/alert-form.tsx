import { lanes } from '@daybook/core'
import { type FormEvent, useId, useState } from 'react'
import { m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { Field, RefusedNote } from '../people/field.tsx'
import { useDeed } from '../people/use-deed.ts'
import { partsOf } from '../search/edit-query.ts'
import { laneFrom } from '../search/lanes.ts'
import { Text } from '../text/text.tsx'
import { AlertTrial } from './alert-trial.tsx'
import { NumberField } from './number-field.tsx'
import { sayAsked } from './rule-words.ts'
import type { AlertSettings, Target } from './watch-api.ts'

const words = m.watch.alerts

interface AlertFormProps {
  readonly trail: string
  readonly settings: AlertSettings
  readonly canMail: boolean
  readonly submit: string
  readonly save: (settings: AlertSettings) => Promise<unknown>
  readonly cancel: () => void
}

/** What an alert asks and whom it tells, to be tried on the past before it is set. */
export function AlertForm({ trail, settings, canMail, submit, save, cancel }: AlertFormProps) {
  const [asked, setAsked] = useState(settings)
  const [mails, setMails] = useState(addressesOf(settings, 'mail'))
  const [webhooks, setWebhooks] = useState(addressesOf(settings, 'webhook'))
  const { busy, refused, run } = useDeed()
  const change = (more: Partial<AlertSettings>) => setAsked({ ...asked, ...more })
  const to = targetsOf(mails, webhooks)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    await run(() => save({ ...asked, to }))
  }
  return (
    <form className="form form-wide" onSubmit={send}>
      <Field
        label={words.name}
        name="name"
        value={asked.name}
        onChange={(name) => change({ name })}
        refused={refused}
        autoFocus
      />
      <AskedFields trail={trail} asked={asked} change={change} />
      <WhenFields asked={asked} change={change} />
      <p className="quiet">{words.here}</p>
      {canMail ? (
        <Field label={words.mails} name="mails" value={mails} onChange={setMails} help={words.mailsHelp} optional />
      ) : (
        <p className="quiet">{words.noMail}</p>
      )}
      <Field label={words.webhooks} name="webhooks" value={webhooks} onChange={setWebhooks} help={words.webhooksHelp} optional />
      <RefusedNote refused={refused} fields={['name']} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy}>
          {submit}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
      <AlertTrial trail={trail} settings={asked} />
    </form>
  )
}

interface PartProps {
  readonly asked: AlertSettings
  readonly change: (more: Partial<AlertSettings>) => void
}

function AskedFields({ trail, asked, change }: PartProps & { readonly trail: string }) {
  const names = useNames(trail)
  const lane = useId()
  const { q } = asked
  const said = sayAsked(q, (filter, value) => (filter === 'field' ? names.field(value) : undefined))
  const isWrong = partsOf(q) === undefined
  return (
    <>
      <Field
        label={words.q}
        name="q"
        value={q}
        onChange={(text) => change({ q: text })}
        help={words.qHelp}
        optional
        refused={isWrong ? { text: words.qWrong, pointer: '/q', code: 'bad_query' } : undefined}
      />
      {!isWrong && q !== '' && (
        <p className="quiet">
          <Text>{said}</Text>
        </p>
      )}
      <div className="field">
        <label htmlFor={lane}>{words.lane}</label>
        <select id={lane} value={asked.lane} onChange={(event) => change({ lane: laneFrom(event.currentTarget.value) })}>
          {lanes.map((one) => (
            <option key={one} value={one}>
              {m.search.lanes[one]}
            </option>
          ))}
        </select>
      </div>
    </>
  )
}

function WhenFields({ asked, change }: PartProps) {
  const isMany = asked.atLeast > 1
  return (
    <>
      <fieldset className="choices">
        <legend>{words.when}</legend>
        {[false, true].map((many) => (
          <label key={String(many)} className="check">
            <input type="radio" name="when" checked={isMany === many} onChange={() => change({ atLeast: many ? 5 : 1 })} />
            {many ? words.many : words.any}
          </label>
        ))}
      </fieldset>
      {isMany && (
        <div className="watch-numbers">
          <NumberField
            label={words.atLeast}
            value={asked.atLeast}
            least={2}
            most={1000}
            onChange={(atLeast) => change({ atLeast })}
          />
          <NumberField
            label={words.within}
            value={asked.withinMinutes}
            least={1}
            most={1440}
            onChange={(withinMinutes) => change({ withinMinutes })}
          />
        </div>
      )}
      <NumberField
        label={words.cooldown}
        value={asked.cooldownMinutes}
        least={0}
        most={10_080}
        help={words.cooldownHelp}
        onChange={(cooldownMinutes) => change({ cooldownMinutes })}
      />
    </>
  )
}

const addressesOf = ({ to }: AlertSettings, kind: Target['kind']): string =>
  to.flatMap((target) => (target.kind !== kind ? [] : target.kind === 'mail' ? target.address : target.url)).join(', ')

const targetsOf = (mails: string, webhooks: string): readonly Target[] => {
  const list = (text: string) => text.split(/[,\s]+/).filter((one) => one !== '')
  return [
    ...list(mails).map((address) => ({ kind: 'mail', address }) as const),
    ...list(webhooks).map((url) => ({ kind: 'webhook', url }) as const),
  ]
}
