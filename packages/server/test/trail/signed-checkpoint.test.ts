import { serialize } from 'node:v8'
import { expect, it } from 'vitest'
import { asciiJson } from '../../src/trail/signed-checkpoint.ts'

const note = 'trail.example\n3\nroot\n\n\u2014 trail.example signature\n'

it('writes a note as JSON that reads as the same note', () => {
  expect(JSON.parse(asciiJson(note))).toBe(note)
  expect(asciiJson(note)).toMatch(/^[ -~]+$/)
})

it('writes a note so that an answer around it takes one byte a character between threads', () => {
  const answer = `{"results":["${'stored'.repeat(100)}"],"checkpoint":${asciiJson(note)}}`
  expect(serialize(answer).length).toBeLessThan(answer.length + 16)
})
