import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { showDate } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { CopyButton } from '../text/copy-button.tsx'
import { Field, RefusedNote } from './field.tsx'
import { type Account, beginFactor, confirmFactor, removeFactor, renewCodes } from './people-api.ts'
import { QrCode } from './qr-code.tsx'
import { useDeed } from './use-deed.ts'

const words = m.people.account

type Step =
  | { readonly at: 'rest' }
  | { readonly at: 'password'; readonly then: 'begin' | 'renew' | 'remove' }
  | { readonly at: 'scan'; readonly secret: string; readonly uri: string }
  | { readonly at: 'codes'; readonly codes: readonly string[] }

/** The second factor of one's account: what there is, setting it up, and its recovery codes, which are shown once. */
export function SecondFactorSection({ account }: { readonly account: Account }) {
  const client = useQueryClient()
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const renew = () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'account' || queryKey[0] === 'session' })
  const rest = () => {
    setStep({ at: 'rest' })
    void renew()
  }
  const show = (codes: readonly string[]) => setStep({ at: 'codes', codes })
  return (
    <section className="account-part" aria-labelledby="factor">
      <h2 id="factor">{words.factor}</h2>
      {step.at === 'rest' && <Rest account={account} ask={(then) => setStep({ at: 'password', then })} />}
      {step.at === 'password' && (
        <AskPassword
          submit={async (password) => {
            if (step.then === 'begin') setStep({ at: 'scan', ...(await beginFactor(password)) })
            else if (step.then === 'renew') show((await renewCodes(password)).recoveryCodes)
            else {
              await removeFactor(password)
              rest()
            }
          }}
          cancel={() => setStep({ at: 'rest' })}
          label={{ begin: words.begin, renew: words.renewCodes, remove: words.remove }[step.then]}
        />
      )}
      {step.at === 'scan' && <Scan {...step} done={show} cancel={() => setStep({ at: 'rest' })} />}
      {step.at === 'codes' && <Codes codes={step.codes} done={rest} />}
    </section>
  )
}

function Rest({ account, ask }: { readonly account: Account; readonly ask: (then: 'begin' | 'renew' | 'remove') => void }) {
  const { since, required, recoveryCodesLeft } = account.secondFactor
  if (since === null)
    return (
      <>
        <p>{words.factorWhy}</p>
        <button type="button" className="button" onClick={() => ask('begin')}>
          {words.begin}
        </button>
      </>
    )
  return (
    <>
      <p>
        {fill(words.factorSince, { date: showDate(since) })} {words.codesLeft(recoveryCodesLeft, showCount(recoveryCodesLeft))}{' '}
        {required && words.factorRequired}
      </p>
      <div className="form-actions">
        <button type="button" className="button" onClick={() => ask('renew')}>
          {words.renewCodes}
        </button>
        <button type="button" className="button" onClick={() => ask('remove')}>
          {words.remove}
        </button>
      </div>
    </>
  )
}

interface AskPasswordProps {
  readonly label: string
  readonly submit: (password: string) => Promise<void>
  readonly cancel: () => void
}

function AskPassword({ label, submit, cancel }: AskPasswordProps) {
  const [password, setPassword] = useState('')
  const { busy, refused, run } = useDeed()
  const go = (event: FormEvent) => {
    event.preventDefault()
    void run(() => submit(password))
  }
  return (
    <form className="form" onSubmit={go}>
      <p>{words.askPassword}</p>
      <Field
        label={m.people.form.current}
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        refused={refused}
        autoFocus
      />
      <RefusedNote refused={refused} fields={['password']} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy}>
          {label}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {m.people.form.cancel}
        </button>
      </div>
    </form>
  )
}

interface ScanProps {
  readonly secret: string
  readonly uri: string
  readonly done: (codes: readonly string[]) => void
  readonly cancel: () => void
}

function Scan({ secret, uri, done, cancel }: ScanProps) {
  const [code, setCode] = useState('')
  const { busy, refused, run } = useDeed()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => done((await confirmFactor(code.trim())).recoveryCodes))
  }
  return (
    <form className="form" onSubmit={submit}>
      <p>{words.scan}</p>
      <QrCode text={uri} label={words.qr} />
      <p>
        <span className="quiet">{words.secret}: </span>
        <code className="code factor-secret">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Field
        label={m.people.signIn.code}
        name="code"
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
        refused={refused}
        autoFocus
      />
      <RefusedNote refused={refused} fields={['code']} />
      <div className="form-actions">
        <button type="submit" className="button button-new" disabled={busy}>
          {words.confirm}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {m.people.form.cancel}
        </button>
      </div>
    </form>
  )
}

function Codes({ codes, done }: { readonly codes: readonly string[]; readonly done: () => void }) {
  return (
    <div className="codes">
      <h3>{words.codesTitle}</h3>
      <p>{words.codesLead}</p>
      <ul className="code-list">
        {codes.map((code) => (
          <li key={code}>
            <code className="code">{code}</code>
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <button type="button" className="button button-new" onClick={done}>
          {words.codesKept}
        </button>
        <CopyButton text={codes.join('\n')} />
      </div>
    </div>
  )
}
