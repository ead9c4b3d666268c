import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { normaliseEvent } from '../../src/event/normalise-event.ts'
import { fullEvent, leastEvent } from './sample-events.ts'

describe('normaliseEvent', () => {
  it('gives an event that is already as the trail keeps it back as it is', () => {
    expect(normaliseEvent(fullEvent)).toBe(fullEvent)
  })

  it('writes ids in lower case and the time in UTC, and touches nothing else', () => {
    const sent = {
      ...fullEvent,
      id: fullEvent.id.toUpperCase(),
      causedBy: '019AB3F1-7c10-7d3e-9a41-5b6c7d8e9f00',
      occurredAt: '2026-11-22T10:15:02.1239+01:00',
    }
    expect(normaliseEvent(sent)).toEqual(fullEvent)
    expect(Object.keys(normaliseEvent(sent))).toEqual(Object.keys(fullEvent))
  })

  it('adds no members to an event that has few', () => {
    expect(normaliseEvent({ ...leastEvent, id: leastEvent.id.toUpperCase() })).toStrictEqual(leastEvent)
  })

  it('leaves times in values as they were sent', () => {
    const changes = [{ field: 'due', before: '2026-11-22T10:15:02+01:00', after: null }]
    expect(normaliseEvent({ ...leastEvent, occurredAt: '2026-11-22T10:15:02+01:00', changes }).changes).toBe(changes)
  })

  it('gives an event that passes the check again, and stays as it is from then on', () => {
    const once = normaliseEvent({ ...fullEvent, occurredAt: '1970-01-01T05:00:00+05:00' })
    expect(checkEvent(once)).toBeUndefined()
    expect(normaliseEvent(once)).toBe(once)
  })

  it('stops at a time that no check let through', () => {
    expect(() => normaliseEvent({ ...leastEvent, occurredAt: 'yesterday' })).toThrow('checkEvent')
  })
})
