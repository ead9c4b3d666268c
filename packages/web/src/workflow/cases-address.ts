/** Which cases a list shows: open ones unless it says otherwise. */
export const caseLists = ['open', 'overdue', 'ended', 'breaches', 'overrides', 'unexplained', 'backward'] as const
export type CaseList = (typeof caseLists)[number]

/** Days that somebody may have waited too long. */
export const waits = [1, 3, 7, 30, 90] as const

/** What the address of the list of cases says besides its path. */
export interface CasesAddress {
  readonly show?: Exclude<CaseList, 'open'>
  /** Only cases that wait longer than so many days in their step. */
  readonly waiting?: number
  /** Only cases that are in this step. */
  readonly step?: string
}

export const readCasesAddress = (search: { readonly [name: string]: unknown }): CasesAddress => {
  const show = caseLists.find((one) => one === search.show)
  const days = Number(search.waiting)
  const step = typeof search.step === 'string' && search.step !== '' ? search.step : undefined
  return {
    ...(show === undefined || show === 'open' ? {} : { show }),
    ...(Number.isInteger(days) && days > 0 && days <= 3_650 ? { waiting: days } : {}),
    ...(step === undefined ? {} : { step }),
  }
}
