import { isProblem, parseQuery } from '@daybook/core'
import { expect, test } from 'vitest'
import { starterRoles } from '../../../server/src/access/role.ts'
import { m } from '../../src/messages/messages.ts'
import { lanesFor } from '../../src/search/lanes.ts'
import { askedByRole, usual } from '../../src/start/asked-by-role.ts'
import { questionsFor } from '../../src/start/questions.ts'

const now = Date.UTC(2026, 10, 22, 12)
const everything = {
  everything: true,
  sensitive: true,
  categories: ['data', 'workflow', 'access', 'security', 'system', 'trail'],
}
/** What the starter roles read together. */
const readBy = (...names: readonly string[]) => {
  const grants = starterRoles.filter(({ name }) => names.includes(name)).flatMap((role) => role.grants)
  const categories = everything.categories.filter((one) => grants.some((grant) => grant.categories?.some((own) => own === one)))
  const sensitive = grants.some((grant) => grant.sensitive)
  return { everything: sensitive && categories.length === everything.categories.length, sensitive, categories }
}
const asked = (roles: readonly string[], reads = readBy(...roles)) => questionsFor(roles, reads, now)
const searches = (questions: ReturnType<typeof questionsFor>) => questions.filter((question) => question.page === undefined)
const words = m.start.questions

test.each(starterRoles.map(({ name }) => name))(
  'whoever is %s finds the questions of that role, and can read every answer',
  (role) => {
    const own = asked([role])
    expect(own.length).toBeGreaterThan(role === 'administrator' ? 5 : 8)
    expect(own.length).toBeLessThanOrEqual(10)
    expect(own.map((question) => question.words)).toEqual(askedByRole[role]?.map((name) => words[name]))
    const offered = lanesFor(readBy(role))
    for (const { search } of searches(own)) expect(offered).toContain(search.lane ?? 'business')
  },
)

test('somebody with several roles finds the first of each, then the second, each once', () => {
  const both = asked(['finance', 'security']).map((question) => question.words)
  expect(both.slice(0, 4)).toEqual([words.own, words.rights, words.approvals, words.signIns])
  expect(new Set(both).size).toBe(both.length)
})

test('without one of these roles it is what everybody asks, as far as it can be read', () => {
  const whole = questionsFor([], everything, now).map((question) => question.words)
  expect(whole).toEqual(usual.map((name) => words[name]))
  const some = questionsFor(['refund-desk'], { everything: false, sensitive: false, categories: ['workflow'] }, now)
  expect(some.map((question) => question.words)).toEqual(
    whole.filter((one) => ![words.rights, words.exports, words.signIns].includes(one)),
  )
})

test('a role that was narrowed offers less', () => {
  const told = questionsFor(['security'], { everything: false, sensitive: false, categories: ['security'] }, now).map(
    (question) => question.words,
  )
  expect(told).toEqual([words.rights, words.signIns, words.failures, words.intact])
})

test('every question is one that the search understands', () => {
  const all = Object.keys(askedByRole).flatMap((role) => questionsFor([role], everything, now))
  for (const { search } of searches(all)) expect([search.q, isProblem(parseQuery(search.q ?? ''))]).toEqual([search.q, false])
})
