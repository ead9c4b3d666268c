import type { ActionName } from '@daybook/core'
import type catalogue from '../../daybook.catalogue.ts'
import type { RecordType } from '../resources.ts'
import type { Value } from '../store.ts'
import { type Ask, type Deed, type Person, reason } from '../tool.ts'

interface Move<T extends RecordType> {
  readonly name: string
  readonly label: string
  readonly on: T
  readonly action: ActionName<typeof catalogue>
  /** The statuses it leads from; any where none is named. */
  readonly from?: readonly string[]
  readonly to?: string
  readonly who?: RegExp
  /** True where the catalogue wants a reason. */
  readonly why?: boolean
  /** Further fields to fill in. */
  readonly asks?: readonly Ask[]
}

/** A deed that sets fields of one record, most often its status, and puts that on the trail with the reason given. */
export const move = <T extends RecordType>({ name, label, on, action, from, to, who, why, asks = [] }: Move<T>): Deed<T> => ({
  name,
  label,
  on,
  when: ({ fields }, { role }: Person) => (from?.includes(String(fields.status)) ?? true) && (who?.test(role) ?? true),
  asks: [...asks, ...(why ? [reason] : [])],
  run: ({ store, audit }, before, said) =>
    store.transaction(() => {
      const values: { [field: string]: Value } = to === undefined ? {} : { status: to }
      for (const { name, kind } of asks) values[name] = kind === 'number' ? Number(said[name]) : (said[name] ?? '')
      const after = store.update(before, values)
      return audit.change(action, {
        object: after,
        ...(before.customer ? { customer: before.customer } : {}),
        before: before.fields,
        after: after.fields,
        reason: said.reason ?? '',
      })
    }),
})
