import fc from 'fast-check'
import { expect, it } from 'vitest'
import { caseAsRecord, recordsOfCase } from '../../src/record/case-as-record.ts'

it('a case without slashes is named as it always was', () => {
  expect(caseAsRecord({ type: 'refund', id: 'w_31 50% ?' })).toEqual({ type: 'workflow', id: 'refund/w_31 50% ?' })
  expect(recordsOfCase({ type: 'refund', id: 'w_31' })).toHaveLength(1)
})

it('of one with slashes, what older trails say is read too', () => {
  expect(recordsOfCase({ type: 'refund/eu', id: 'a/b' }).map(({ id }) => id)).toEqual(['refund%2Feu/a%2Fb', 'refund/eu/a/b'])
})

it('no two cases are named alike', () => {
  const name = fc.array(fc.constantFrom('a', '/', '%', '2', '5', 'F', '%2F', '%25'), { minLength: 1, maxLength: 6 })
  const one = fc.tuple(name, name).map(([type, id]) => ({ type: type.join(''), id: id.join('') }))
  fc.assert(
    fc.property(one, one, (a, b) => {
      const isSame = a.type === b.type && a.id === b.id
      expect(caseAsRecord(a).id === caseAsRecord(b).id).toBe(isSame)
      expect(caseAsRecord(a).id.split('/')).toHaveLength(2)
    }),
    { numRuns: 2_000 },
  )
})
