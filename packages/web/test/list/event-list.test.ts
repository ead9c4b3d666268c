import { expect, test } from 'vitest'
import type { EventView } from '../../src/api/event-view.ts'
import { byDay } from '../../src/list/day-groups.ts'
import { withNewest } from '../../src/list/event-list.ts'

const event = (seq: number, occurredAt = '2026-11-22T12:00:00.000Z') =>
  ({ seq, id: `id-${seq}`, occurredAt }) as unknown as EventView
const page = (from: number, to: number, total: number) => ({
  data: Array.from({ length: from - to + 1 }, (_, i) => event(from - i)),
  nextCursor: to > 0 ? `before-${to}` : null,
  total: { value: total, exact: true },
  index: { size: total, behind: 0 },
})
const seqs = (pages: ReturnType<typeof withNewest>) => pages.pages.flatMap((each) => each.data.map(({ seq }) => seq))

test('fresh events join what is loaded, and nothing loaded is lost', () => {
  const loaded = { pages: [page(9, 6, 10), page(5, 2, 10)], pageParams: [undefined, 'before-6'] }
  const joined = withNewest(loaded, page(12, 8, 13))
  expect(seqs(joined)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
  expect(joined.pages[0]?.total.value).toBe(13)
  expect(joined.pages.at(-1)?.nextCursor).toBe('before-2')
})

test('where more came than one page holds, the list starts again rather than hide a gap', () => {
  const loaded = { pages: [page(9, 6, 10)], pageParams: [undefined] }
  expect(seqs(withNewest(loaded, page(99, 95, 100)))).toEqual([99, 98, 97, 96, 95])
})

test('events are grouped by the day they occurred, in the order of the list', () => {
  const days = byDay([
    event(3, '2026-11-22T12:00:00.000Z'),
    event(2, '2026-11-22T11:00:00.000Z'),
    event(1, '2020-01-01T12:00:00.000Z'),
    event(0, '2026-11-22T10:00:00.000Z'),
  ])
  expect(days.map((group) => group.events.length)).toEqual([2, 1, 1])
})
