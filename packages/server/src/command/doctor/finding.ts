/** One thing the doctor looked at. `name` is stable for programs; `detail` and `todo` are sentences. */
export interface Finding {
  readonly name: string
  readonly verdict: 'ok' | 'advice' | 'broken'
  readonly detail: string
  readonly todo?: string
}

export const ok = (name: string, detail: string): Finding => ({ name, verdict: 'ok', detail })
export const advice = (name: string, detail: string, todo: string): Finding => ({ name, verdict: 'advice', detail, todo })
export const broken = (name: string, detail: string, todo: string): Finding => ({ name, verdict: 'broken', detail, todo })
