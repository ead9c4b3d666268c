import type { Lane } from '@daybook/core'
import type { Span } from '../search/spans.ts'
import { requestJson } from './request.ts'

export type ViewRange =
  | { readonly kind: 'any' }
  | { readonly kind: 'relative'; readonly last: Span }
  | { readonly kind: 'frozen'; readonly from?: string | undefined; readonly to?: string | undefined }

export type Audience =
  | { readonly kind: 'private' }
  | { readonly kind: 'shared' }
  | { readonly kind: 'role'; readonly role: string }

/** What a view is made of; the rest the server knows. */
export interface NewView {
  readonly name: string
  readonly q: string
  readonly lane: Lane
  readonly range: ViewRange
  readonly audience: Audience
}

export interface SavedView extends NewView {
  readonly id: string
  readonly owner: { readonly name: string; readonly isYou: boolean }
  readonly mayChange: boolean
  readonly createdAt: string
  readonly changedAt: string
}

const path = (trail: string, id?: string) =>
  `/v1/trails/${encodeURIComponent(trail)}/views${id === undefined ? '' : `/${encodeURIComponent(id)}`}`

export const listViews = async (trail: string, signal?: AbortSignal) =>
  (await requestJson<{ readonly data: readonly SavedView[] }>(path(trail), { signal })).data

export const saveView = (trail: string, view: NewView) => requestJson<SavedView>(path(trail), { method: 'POST', body: view })

export const changeView = (trail: string, id: string, view: NewView) =>
  requestJson<SavedView>(path(trail, id), { method: 'PUT', body: view })

export const removeView = (trail: string, id: string) => requestJson<undefined>(path(trail, id), { method: 'DELETE' })
