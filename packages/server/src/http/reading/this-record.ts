import type { Query } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { HttpProblem } from '../../problem/http-problem.ts'
import { exactlyThe } from '../../reading/exactly.ts'

/** A filter of calls alone: `record` of the query language takes what people type, where `a/b/c` may be two records. */
export const thisRecordName = 'thisRecord'

export const thisRecordParameter = z
  .array(z.string())
  .optional()
  .describe(
    'Events of this record and of no other, as its timeline has them: its type and its id, each percent-encoded before the whole is, with one slash between them (`a%2Fb/c` is the type `a/b`). Repeat it for alternatives.',
  )

/** Any of these records. Throws `bad_parameter` for what names none. */
export const theseRecords = (values: readonly string[]): Query => ({
  kind: 'or',
  parts: values.map((value) => exactlyThe('record', recordOf(value))),
})

const recordOf = (value: string) => {
  const [type = '', id = '', ...more] = value.split('/').map(decoded)
  if (type === '' || id === '' || more.length > 0) throw noRecord()
  return { type, id }
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    throw noRecord()
  }
}

const noRecord = () =>
  new HttpProblem(
    'bad_parameter',
    'A record is named by its type and its id, each percent-encoded, with one slash between them, as in order/1842.',
    { pointer: `/${thisRecordName}` },
  )
