import { readFileSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { gate } from '../../src/event/gate.ts'
import { type Problem, Refusal, refusalPhrases } from '../../src/refusal.ts'

/** Everything before this heading is about the codes of core; what follows belongs to the server, whose own test reads it. */
const serverHeading = '\n# From the server\n'

const [coreText = '', ...rest] = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8').split(serverHeading)

const sections = coreText.split(/^## /m).slice(1).map(readSection)

function readSection(text: string) {
  const blockAfter = (label: string) => new RegExp(`^${label}:\n\n\`\`\`json\n([^]*?)\n\`\`\`$`, 'm').exec(text)?.[1]
  return {
    code: text.slice(0, text.indexOf('\n')),
    status: Number(/\n(\d{3})\. \S/.exec(text)?.[1]),
    sent: blockAfter('Sent'),
    answer: JSON.parse(blockAfter('Answer') ?? 'null'),
    remedy: /^What to do: (.+)/m.exec(text)?.[1],
  }
}

/** What Daybook says of a body with one event in it. */
function problemWith(body: string): Problem | undefined {
  try {
    const [event] = gate(body, 'json').events
    return event && ('problem' in event ? event.problem : checkEvent(event.value))
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.problem
    throw thrown
  }
}

describe('docs/errors.md', () => {
  it('has one section for each code, and none besides', () => {
    expect(sections.map(({ code }) => code).sort()).toEqual(Object.keys(refusalPhrases).sort())
  })

  it('leaves a part to the server', () => {
    expect(rest).toHaveLength(1)
  })

  it.each(sections)('says of $code what is answered and what to do', ({ code, status, answer, remedy }) => {
    expect(answer).toMatchObject({ title: STATUS_CODES[status], status, code, detail: expect.stringMatching(/^[A-Z"].*\.$/) })
    expect(remedy).toBeTruthy()
  })

  it.each(sections.filter(({ sent }) => sent !== undefined))(
    'shows a body that is answered with $code as it says',
    ({ sent, answer }) => {
      const { code, detail, pointer } = answer
      expect(problemWith(sent ?? '')).toEqual({ code, detail, ...(pointer !== undefined && { pointer }) })
    },
  )

  it('shows most answers to a body', () => {
    expect(sections.filter(({ sent }) => sent !== undefined).length).toBeGreaterThan(15)
  })
})
