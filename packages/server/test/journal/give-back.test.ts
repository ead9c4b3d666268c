import { describe, expect, test } from 'vitest'
import { giveBack } from '../../src/journal/give-back.ts'

describe('giving the memory of bytes back', () => {
  test('leaves them empty where they have a large buffer to themselves', () => {
    const bytes = Buffer.allocUnsafeSlow(96 * 1024).subarray(0, 50_000)
    giveBack(bytes)
    expect(bytes.length).toBe(0)
    expect(bytes.buffer.byteLength).toBe(0)
  })

  test('may be said twice of the same', () => {
    const bytes = new Uint8Array(50_000)
    giveBack(bytes)
    expect(() => giveBack(bytes)).not.toThrow()
  })

  test('does nothing to small ones and to what may be the pool that other buffers share', () => {
    const [small, other] = [Buffer.from('one'), Buffer.from('another')]
    giveBack(small)
    const pool = new Uint8Array(Buffer.poolSize)
    giveBack(pool)
    expect([small.toString(), other.toString(), pool.length]).toEqual(['one', 'another', Buffer.poolSize])
  })

  test('does nothing to memory that threads share', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(50_000))
    giveBack(shared)
    expect(shared.length).toBe(50_000)
  })
})
