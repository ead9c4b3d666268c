import { randomBytes } from 'node:crypto'

const start = randomBytes(6).toString('base64url').replaceAll(/[-_]/g, '0')
let count = 0

/** A name for one call, in its answer and in our log. Unique over restarts, cheap, and no secret. */
export const newRequestId = (): string => `req_${start}${(count++).toString(36)}`
