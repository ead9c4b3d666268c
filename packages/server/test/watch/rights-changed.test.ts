import { expect, it } from 'vitest'
import type { EventView } from '../../src/trail/view.ts'
import { rightsChanged } from '../../src/watch/rights-changed.ts'

const changed = (...changes: NonNullable<EventView['changes']>) => rightsChanged({ category: 'security', changes } as EventView)

it('says what came and went item by item, and of yes and no the name', () => {
  expect(changed({ field: 'roles', before: ['support', 'finance'], after: ['finance', 'auditor'] })).toEqual({
    gained: ['auditor'],
    lost: ['support'],
  })
  expect(changed({ field: 'role', before: 'viewer', after: 'owner' })).toEqual({ gained: ['owner'], lost: ['viewer'] })
  expect(changed({ field: 'owner', label: 'Owner', after: true })).toEqual({ gained: ['Owner'], lost: [] })
  expect(changed({ field: 'owner', before: true, after: false })).toEqual({ gained: [], lost: ['Owner'] })
  expect(changed({ field: 'colour', before: 'red', after: 'blue' })).toEqual({ gained: [], lost: [] })
})
