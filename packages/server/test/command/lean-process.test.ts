import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leanArguments } from '../../src/command/lean-process.ts'
import { Workplace } from './run-command.ts'

describe('the arguments of a server that keeps little memory', () => {
  test('stand behind those that were given', () => {
    expect(leanArguments(['--enable-source-maps'])).toEqual([
      '--enable-source-maps',
      expect.stringMatching(/^--max-semi-space-size=\d+$/),
      expect.stringMatching(/^--heap-growing-percent=\d+$/),
    ])
  })

  test('are left away where they are there already, or somebody chose others', () => {
    expect(leanArguments(leanArguments([]) ?? [])).toBeUndefined()
    expect(leanArguments(['--max-semi-space-size=64'])).toBeUndefined()
    expect(leanArguments(['--max_semi_space_size=64'])).toBeUndefined()
    expect(leanArguments([], '--max-semi-space-size=64')).toBeUndefined()
  })
})

describe.runIf(process.platform === 'linux')('a server', () => {
  let place: Workplace
  beforeEach(() => {
    place = new Workplace()
  })
  afterEach(() => place.close())

  test('has them in the process that was started, and ends with it', async () => {
    const served = await place.serve()
    const { pid = 0 } = served.child
    const given = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    expect(given).toEqual(expect.arrayContaining([...(leanArguments([]) ?? [])]))
    expect(given).toContain('serve')
    expect(await served.stop()).toBe(0)
  })
})
