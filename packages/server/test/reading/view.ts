import type { EventView } from '../../src/trail/view.ts'

/** An event as a reader gets it, of as little as tests of tables need. */
export const view = (more: Partial<EventView> = {}): EventView => ({
  seq: 7,
  id: '019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00',
  action: 'order.updated',
  occurredAt: '2026-11-22T09:15:02.123Z',
  recordedAt: '2026-11-22T09:15:02.200Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  category: 'data',
  outcome: 'success',
  hash: 'x'.repeat(43),
  sentence: 'Maria Lopez updated Order #1842',
  parts: [],
  defects: [],
  hidden: [],
  ...more,
})
