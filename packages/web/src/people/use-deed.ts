import { useState } from 'react'
import { ApiProblem } from '../api/request.ts'
import { m } from '../messages/messages.ts'

/** What was refused: the sentence for the person, and the field it is about. */
export interface Refused {
  readonly text: string
  readonly pointer: string | undefined
  readonly code: string
}

/** Something that a press does: whether it is under way, and why the last try was refused. */
export function useDeed() {
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setRefused(undefined)
    try {
      await work()
      return true
    } catch (error) {
      setRefused(refusalOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, refused, run, clear: () => setRefused(undefined) }
}

function refusalOf(error: unknown): Refused {
  if (!(error instanceof ApiProblem)) return { text: m.people.form.failed, pointer: undefined, code: 'unexpected' }
  const text = error.status === 0 ? m.people.form.unreachable : error.message || m.people.form.failed
  return { text, pointer: error.pointer, code: error.code }
}
