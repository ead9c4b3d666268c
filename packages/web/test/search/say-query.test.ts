import { parseQuery } from '@daybook/core'
import { describe, expect, test } from 'vitest'
import { sayQuery } from '../../src/search/say-query.ts'

const say = (q: string) =>
  sayQuery(parseQuery(q), (filter, value) => (filter === 'actor' && value === 'u_7' ? 'Maria' : undefined))

describe('a condition in words', () => {
  test('names what the pages name, and shows the rest as it was typed', () => {
    expect(say('source:bulk_import,api')).toBe('Through what: Bulk import or API')
    expect(say('actor:u_7')).toBe('Who: Maria')
    expect(say('actor:u_8')).toBe('Who: u_8')
    expect(say('-decision:approved')).toBe('not Decision: approved')
    expect(say('action:order.*')).toBe('What was done: order …')
    expect(say('billing')).toBe('“billing”')
  })

  test('says a change as one: the field, from what, to what', () => {
    expect(say('(field:billingStatus before:Active after:Inactive)')).toBe(
      'Field changed: Billing status from Active to Inactive',
    )
    expect(say('after:>500')).toBe('to >500')
  })

  test('tells the trail’s own actions from those of tools', () => {
    expect(say('action:trail.sign_in_failed')).toBe('What was done: Sign in to Daybook failed')
    expect(say('action:user.sign_in_failed,trail.sign_in_failed')).toBe(
      'What was done: User sign in failed or Sign in to Daybook failed',
    )
    expect(say('action:user.role_changed,trail.role_changed')).toBe(
      'What was done: User role changed or Role changed (in Daybook)',
    )
    expect(say('action:trail.role_changed,trail.exported')).toBe('What was done: Role changed or Exported')
  })
})
