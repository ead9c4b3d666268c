import { dayAt, dayStart } from '@daybook/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clipped, edgeText, spansOver } from '../../src/reading/histogram-edges.ts'

const at = (text: string) => Date.parse(text)
const lastMs = at('9999-12-31T23:59:59.999Z')
const range = fc
  .tuple(fc.integer({ min: 0, max: lastMs }), fc.integer({ min: 0, max: lastMs }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const)

it('covers any range with ascending spans, never more than asked for', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 400 }), ([from, to], most) => {
      const { edges } = spansOver(from, to, most)
      expect(edges.length - 1).toBeLessThanOrEqual(most)
      expect(edges[0]).toBeLessThanOrEqual(from)
      expect(edges.at(-1)).toBeGreaterThanOrEqual(to)
      for (let n = 1; n < edges.length; n++) expect(edges[n]).toBeGreaterThan(edges[n - 1])
    }),
  )
})

it('clips its ends to the range, so that the spans are the range', () => {
  fc.assert(
    fc.property(range, ([from, to]) => {
      const { edges } = clipped(spansOver(from, to, 60), from, to)
      expect([edges[0], edges.at(-1)]).toEqual([from, to])
    }),
  )
})

it.each([
  ['2026-11-02T09:00:00Z', '2026-11-02T09:00:30Z', 60, 'PT1S', '2026-11-02T09:00:00.000Z'],
  ['2026-11-02T09:00:07Z', '2026-11-02T10:00:00Z', 60, 'PT1M', '2026-11-02T09:00:00.000Z'],
  ['2026-11-02T09:30:00Z', '2026-11-04T09:00:00Z', 60, 'PT1H', '2026-11-02T09:00:00.000Z'],
  ['2026-10-05T12:00:00Z', '2026-11-04T09:00:00Z', 60, 'PT12H', '2026-10-05T12:00:00.000Z'],
  ['2026-10-07T12:00:00Z', '2027-03-04T09:00:00Z', 60, 'P7D', '2026-10-05T00:00:00.000Z'],
  ['2023-10-07T12:00:00Z', '2026-11-04T09:00:00Z', 60, 'P1M', '2023-10-01T00:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '2026-11-04T09:00:00Z', 60, 'P1Y', '1970-01-01T00:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '1971-01-01T00:00:00Z', 60, 'P7D', '1970-01-01T00:00:00.000Z'],
])('from %s to %s in at most %i spans takes %s', (from, to, most, width, first) => {
  const spans = spansOver(at(from), at(to), most)
  expect([spans.width, edgeText(spans.edges[0] ?? -1)]).toEqual([width, first])
})

it('has no spans of an empty range', () => {
  expect(spansOver(5, 5, 60).edges).toEqual([])
  expect(spansOver(6, 5, 60).edges).toEqual([])
})

it('writes every edge as a time, also behind the last there is', () => {
  const { edges } = spansOver(0, lastMs + 1, 7)
  for (const edge of edges) expect(edgeText(edge)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo']
const recent = fc
  .tuple(fc.integer({ min: at('1995-01-01'), max: at('2035-01-01') }), fc.integer({ min: 1, max: 40_000 }))
  .map(([from, hours]) => [from, from + hours * 3_600_000] as const)

it('covers any range in any zone, and its days and longer spans begin when a day begins there', () => {
  fc.assert(
    fc.property(recent, fc.constantFrom(...zones), fc.integer({ min: 2, max: 120 }), ([from, to], zone, most) => {
      const { width, edges } = spansOver(from, to, most, zone)
      expect(edges.length - 1).toBeLessThanOrEqual(most)
      expect(edges[0]).toBeLessThanOrEqual(from)
      expect(edges.at(-1)).toBeGreaterThanOrEqual(to)
      for (let n = 1; n < edges.length; n++) expect(edges[n]).toBeGreaterThan(edges[n - 1])
      if (width.startsWith('PT')) return
      for (const edge of edges) expect(dayStart(dayAt(edge, zone), zone)).toBe(edge)
    }),
  )
})

it('has a day of 23 hours where clocks are put forward, and one of 25 where they are put back', () => {
  const days = (from: string, to: string) => {
    const { width, edges } = spansOver(at(from), at(to), 4, 'Europe/Berlin')
    return [width, ...edges.slice(1).map((edge, n) => (edge - (edges[n] ?? 0)) / 3_600_000)]
  }
  expect(days('2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z')).toEqual(['P1D', 24, 23, 24])
  expect(days('2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z')).toEqual(['P1D', 24, 25, 24])
})
