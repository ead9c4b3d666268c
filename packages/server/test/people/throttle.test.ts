import { describe, expect, it } from 'vitest'
import { Throttle } from '../../src/people/throttle.ts'

const started = Date.UTC(2026, 10, 22)

describe('whoever guesses', () => {
  it('has five tries at an account, and waits twice as long after each more, up to a quarter of an hour', () => {
    let now = started
    const throttle = new Throttle(() => now)
    const waits: number[] = []
    for (let n = 0; n < 18; n++) {
      const wait = throttle.attempt('ada', '10.0.0.1')
      waits.push(wait / 1000)
      now += wait
      if (wait > 0) expect(throttle.attempt('ada', '10.0.0.1')).toBe(0)
    }
    expect(waits.slice(0, 12)).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64])
    expect(Math.max(...waits)).toBe(900)
  })

  it('cannot keep out somebody who signed in from their own address before', () => {
    const throttle = new Throttle(() => started)
    expect(throttle.attempt('ada', '10.0.0.1')).toBe(0)
    throttle.succeeded('ada', '10.0.0.1')
    for (let n = 0; n < 200; n++) throttle.attempt('ada', `10.1.0.${n}`)
    expect(throttle.attempt('ada', '10.9.9.9')).toBeGreaterThan(0)
    expect(throttle.attempt('ada', '10.9.9.9')).toBeLessThanOrEqual(60_000)
    expect(throttle.attempt('ada', '10.0.0.1')).toBe(0)
  })

  it('from one address at many accounts waits too, and those who succeed there are not blamed', () => {
    const throttle = new Throttle(() => started)
    for (let n = 0; n < 49; n++) {
      expect(throttle.attempt(`person ${n}`, 'office')).toBe(0)
      throttle.succeeded(`person ${n}`, 'office')
    }
    let tries = 0
    while (throttle.attempt(`guess ${tries}`, 'office') === 0) tries++
    expect(tries).toBe(50)
    expect(throttle.attempt('ada', 'elsewhere')).toBe(0)
  })

  it('is forgotten after an hour, and never makes the memory grow without bound', () => {
    let now = started
    const throttle = new Throttle(() => now)
    for (let n = 0; n < 6; n++) throttle.attempt('ada', '10.0.0.1')
    expect(throttle.attempt('ada', '10.0.0.1')).toBeGreaterThan(0)
    now += 60 * 60 * 1000
    expect(throttle.attempt('ada', '10.0.0.1')).toBe(0)
    for (let n = 0; n < 120_000; n++) throttle.attempt(`account ${n}`, `address ${n}`)
    expect(throttle.attempt('ada', '10.0.0.1')).toBe(0)
  })
})
