import { readFileSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import { type RefusalCode, refusalPhrases } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import { refusalStatus, type ServerCode, serverCodes } from '../../src/problem/server-code.ts'

const text = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
const [ofEvents = '', ofServer = ''] = text.split('\n# From the server\n')

const sectionsOf = (part: string) =>
  part
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      code: section.slice(0, section.indexOf('\n')),
      status: Number(/\n(\d{3})\. \S/.exec(section)?.[1]),
      answer: JSON.parse(/```json\n(\{"title".*\})\n```/.exec(section)?.[1] ?? 'null'),
      remedy: /^What to do: (.+)/m.exec(section)?.[1],
    }))

describe('docs/errors.md', () => {
  it('has one section for each code of the server, and none besides', () => {
    expect(
      sectionsOf(ofServer)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(Object.keys(serverCodes).sort())
  })

  it.each(sectionsOf(ofServer))('says of $code what is answered and what to do', ({ code, status, answer, remedy }) => {
    expect(status).toBe(serverCodes[code as ServerCode].status)
    expect(answer).toMatchObject({ title: STATUS_CODES[status], status, code, detail: expect.stringMatching(/^[A-Z0-9].*\.$/) })
    expect(remedy).toBeTruthy()
  })

  it('names the status that a single refused event is answered with', () => {
    const documented = Object.fromEntries(sectionsOf(ofEvents).map(({ code, status }) => [code, status]))
    expect(documented).toEqual(refusalStatus)
    expect(Object.keys(refusalStatus).sort()).toEqual((Object.keys(refusalPhrases) as RefusalCode[]).sort())
  })
})
