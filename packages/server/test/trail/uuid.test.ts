import { describe, expect, it } from 'vitest'
import { uuidV5, uuidV7 } from '../../src/trail/uuid.ts'

describe('ids that the server makes', () => {
  it('version 7 carries the time and sorts by it', () => {
    const early = uuidV7(Date.UTC(2026, 0, 1))
    const late = uuidV7(Date.UTC(2026, 0, 2))
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(early < late).toBe(true)
    expect(Number.parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 1))
  })

  it('version 5 is that of RFC 9562, appendix A.4', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })
})
