import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAnswer } from '../../src/delivery/answer.ts'
import { boundsOf } from '../../src/delivery/bounds.ts'
import { Courier } from '../../src/delivery/courier.ts'
import { encodeGroup, hasBadEnd, readGroups } from '../../src/delivery/segment.ts'

/** Rules of delivery that are true of every input. */

const line = fc.record({ id: fc.uuid(), reason: fc.string({ unit: 'grapheme' }) }).map((value) => JSON.stringify(value))
const groups = fc.array(fc.array(line, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }).map((all) => {
  let next = 1
  return all.map((lines) => {
    const first = next
    next += lines.length
    return { first, lines, bytes: encodeGroup(first, lines) }
  })
})

it('reads back the groups before a tear, whole, wherever it is', () => {
  fc.assert(
    fc.property(groups, fc.nat(), (all, at) => {
      const file = Buffer.concat(all.map(({ bytes }) => bytes))
      const cut = at % (file.length + 1)
      let end = 0
      const whole = all.filter(({ bytes }) => {
        end += bytes.length
        return end <= cut
      })
      expect(readGroups(file.subarray(0, cut))).toEqual(
        whole.map(({ first, lines }) => ({ first, last: first + lines.length - 1, lines })),
      )
    }),
  )
})

it('loses one group to a byte that changed, and says nothing that was not written', () => {
  fc.assert(
    fc.property(groups, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, at, flip) => {
      const file = Buffer.concat(all.map(({ bytes }) => bytes))
      const index = at % file.length
      file[index] = (file[index] ?? 0) ^ flip
      let end = 0
      const others = all.filter(({ bytes }) => {
        const begin = end
        end += bytes.length
        return index < begin || index >= end
      })
      expect(readGroups(file).map(({ lines }) => lines)).toEqual(others.map(({ lines }) => lines))
    }),
  )
})

it('finds the group behind one whose last line break is what changed', () => {
  const [one, two] = [encodeGroup(1, ['{"id":"a"}']), encodeGroup(2, ['{"id":"b"}'])]
  one[one.length - 1] = 0
  expect(readGroups(Buffer.concat([one, two]))).toEqual([{ first: 2, last: 2, lines: ['{"id":"b"}'] }])
})

it('tells an interrupted write from a last group that was damaged', () => {
  fc.assert(
    fc.property(groups, fc.nat(), (all, at) => {
      const file = Buffer.concat(all.map(({ bytes }) => bytes))
      expect(hasBadEnd(file.subarray(0, at % (file.length + 1)))).toBe(false)
      file[file.length - 2] = (file[file.length - 2] ?? 0) ^ 1
      expect(hasBadEnd(file)).toBe(true)
    }),
  )
})

const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 })
const stored = (id: string, seq: number) => ({ id, status: 'stored', seq, hash: 'h' })
const answer = (body: unknown, status = 200) => ({ status, retryAfter: undefined, body: JSON.stringify(body) })

it('takes an answer that names every event in its place, in either case', () => {
  fc.assert(
    fc.property(ids, (sent) => {
      const body = { results: sent.map((id, seq) => stored(id.toUpperCase(), seq)), checkpoint: null }
      expect(readAnswer(answer(body), sent, 0).kind).toBe('results')
    }),
  )
})

it('takes no answer that leaves out, adds, renames or turns round an event', () => {
  fc.assert(
    fc.property(ids, fc.uuid(), fc.nat(), (sent, other, at) => {
      fc.pre(!sent.includes(other))
      const results = sent.map(stored)
      const index = at % sent.length
      const wrong = [
        results.toSpliced(index, 1),
        results.toSpliced(index, 0, stored(other, 9)),
        results.with(index, stored(other, 9)),
        results.with(index, { ...stored(sent[index] ?? '', 9), status: 'accepted' }),
        ...(sent.length > 1 ? [results.toReversed()] : []),
      ]
      for (const each of wrong) expect(readAnswer(answer({ results: each }), sent, 0).kind).toBe('none')
      expect(readAnswer({ status: 200, retryAfter: undefined, body: '<h1>Sign in</h1>' }, sent, 0).kind).toBe('none')
    }),
  )
})

it('comes back between 0.1 and 30 seconds later, never before the server asked, however much of a hurry there is', () => {
  const asked = fc.option(fc.integer({ min: 0, max: 3_600_000 }), { nil: undefined })
  fc.assert(
    fc.property(
      fc.array(asked, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, chance) => {
        const courier = new Courier(boundsOf({}), { next: () => chance, uuid: () => '' })
        const time = { monoMs: 1_000_000, wallMs: 0 }
        for (const retryAfterMs of failures) {
          courier.failed({ kind: 'none', because: '', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, time)
          const wait = courier.notBeforeMs - time.monoMs
          expect(wait).toBeGreaterThanOrEqual(Math.max(100, retryAfterMs ?? 0))
          expect(wait).toBeLessThanOrEqual(Math.max(30_000, retryAfterMs ?? 0))
          courier.hurry()
          expect(courier.notBeforeMs - time.monoMs).toBe(retryAfterMs ?? 0)
        }
      },
    ),
  )
})

it('takes a proxy that lets no event through for a setting, and an error of the server for no answer', () => {
  const [id, other] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002']
  const page = { status: 413, retryAfter: undefined, body: '<h1>Too large</h1>' }
  expect(readAnswer(page, [id, other], 0, 800).kind).toBe('whole')
  expect(readAnswer(page, [id], 0, 800).kind).toBe('denied')
  expect(readAnswer(page, [id], 0, 250_000).kind).toBe('whole')
  expect(readAnswer(answer({ code: 'event_too_large', detail: '' }, 413), [id], 0, 800).kind).toBe('whole')
  const results = [stored(id, 0)]
  expect([200, 422].map((status) => readAnswer(answer({ results }, status), [id], 0).kind)).toEqual(['results', 'results'])
  for (const status of [201, 400, 409, 500, 502, 503]) expect(readAnswer(answer({ results }, status), [id], 0).kind).toBe('none')
})
