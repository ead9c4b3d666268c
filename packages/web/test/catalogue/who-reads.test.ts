import type { ActionDeclaration } from '@daybook/core'
import { expect, test } from 'vitest'
import { whoReads } from '../../src/catalogue/who-reads.ts'
import type { Grant, TrailRole } from '../../src/people/people-api.ts'

const role = (name: string, grants: readonly Grant[], rights: TrailRole['rights'] = ['read']): TrailRole => ({
  name,
  label: name.toUpperCase(),
  description: '',
  grants,
  rights,
  origin: 'own',
  heldBy: [],
  mayChange: true,
})
const roles = [
  role('support', [{ categories: ['data', 'workflow'] }]),
  role('finance', [{ categories: ['workflow'], sensitive: true }]),
  role('orders', [{ actions: ['order.*'] }]),
  role('writer', [{}], ['annotate']),
  role('nobody', []),
]
const workflow: ActionDeclaration = { category: 'workflow' }
const reads = (action: string, more: Partial<ActionDeclaration> = {}) => whoReads(action, { ...workflow, ...more }, roles)

test('names the roles that a grant reaches the action with, and no others', () => {
  expect(reads('refund.approved')).toEqual(['SUPPORT', 'FINANCE'])
  expect(reads('order.approved')).toEqual(['SUPPORT', 'FINANCE', 'ORDERS'])
  expect(reads('user.role_changed', { category: 'security' })).toEqual([])
})

test('leaves out whom the catalogue keeps it from', () => {
  expect(reads('refund.approved', { readers: ['finance'] })).toEqual(['FINANCE'])
  expect(reads('refund.approved', { sensitivity: 'sensitive' })).toEqual(['FINANCE'])
})
