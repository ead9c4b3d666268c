import { expect, test } from 'vitest'
import { categoriesOf, laneInAddress, laneOr, lanesFor, readsLane } from '../../src/search/lanes.ts'

const reading = (...categories: readonly string[]) => ({ everything: false, sensitive: false, categories })

test('the lanes to choose from are those that one reads, and all at once where they are several', () => {
  expect(lanesFor(reading('data'))).toEqual(['business'])
  expect(lanesFor(reading('workflow', 'access'))).toEqual(['business', 'access', 'all'])
  expect(lanesFor(reading('trail'))).toEqual(['own'])
  expect(lanesFor(reading('data', 'trail'))).toEqual(['business', 'own'])
  expect(lanesFor(reading())).toEqual([])
  expect(lanesFor(undefined)).toEqual(['business', 'access', 'security', 'system', 'own', 'all'])
})

test('a lane that one does not read gives way to the first that one does', () => {
  expect(laneOr('all', reading('data', 'workflow'))).toBe('business')
  expect(laneOr('business', reading('trail'))).toBe('own')
  expect(laneOr('security', reading('security', 'data'))).toBe('security')
  expect(laneOr('business', reading())).toBe('business')
})

test('a lane is its categories, but for a query that names them itself; business is not said in an address', () => {
  expect(categoriesOf('business', '')).toBe('data,workflow')
  expect(categoriesOf('own', 'actor:maria')).toBe('trail')
  expect(categoriesOf('all', 'category:access')).toBeUndefined()
  expect(categoriesOf('all', 'sign_in_failed')).not.toContain('trail')
  expect(categoriesOf('all', 'action:user.sign_in_failed,trail.sign_in_failed')).toContain('trail')
  expect(readsLane(reading('system'), 'all')).toBe(true)
  expect(readsLane(reading('trail'), 'all')).toBe(false)
  expect([laneInAddress('business'), laneInAddress('own')]).toEqual([{}, { lane: 'own' }])
})
