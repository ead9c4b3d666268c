import type { Problem } from '@daybook/core'

/** What was wrong with what a caller gave, and was mended as well as could be. */
export type Faults = Problem[]

export const fault = (faults: Faults, code: Problem['code'], pointer: string, detail: string): undefined => {
  faults.push({ code, detail, pointer })
  return undefined
}
