import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from '../../src/command/program.ts'

const page = readFileSync(new URL('../../../../docs/command.md', import.meta.url), 'utf8')

interface Described {
  readonly name: string
  readonly options: readonly string[]
  readonly help: string
}

/** Every command that does something, by its whole name. */
function commandsOf(command: Command, before = ''): readonly Described[] {
  const name = `${before}${command.name()}`
  const subcommands = command.commands.filter((one) => one.name() !== 'help')
  if (subcommands.length > 0) return subcommands.flatMap((one) => commandsOf(one, `${name} `))
  const options = command.options.map(({ long, short }) => long ?? short ?? '')
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) })
  command.outputHelp()
  return [{ name, options, help }]
}

const commands = commandsOf(createProgram({ code: 0 }))

describe('docs/command.md', () => {
  test('names every command', () => {
    expect(commands.length).toBeGreaterThan(15)
    expect(commands.filter(({ name }) => !page.includes(name)).map(({ name }) => name)).toEqual([])
  })

  test('names every option of every command', () => {
    const missing = commands.flatMap(({ name, options }) =>
      options.filter((option) => !new RegExp(`${option}(?![\\w-])`).test(page)).map((option) => `${name} ${option}`),
    )
    expect(missing).toEqual([])
  })

  test('names no option that no command has', () => {
    const known = new Set(['--help', ...commands.flatMap(({ options }) => options)])
    const named = [...page.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)
    expect(named.filter((option) => !known.has(option))).toEqual([])
  })
})

test('every command takes --json and shows examples that are commands of this program', () => {
  const known = commands.map(({ name }) => name)
  for (const { name, options, help } of commands) {
    expect(options, name).toContain('--json')
    const examples = [...help.matchAll(/^ {2}\$ (daybook .*)$/gm)].map(([, line = '']) => line)
    expect(examples.length, name).toBeGreaterThan(0)
    for (const line of examples) {
      const asked = known.find((one) => line === one || line.startsWith(`${one} `))
      expect(asked, line).toBe(name)
      const flags = [...line.replace(/'[^']*'|"[^"]*"/g, '').matchAll(/ (--[a-z-]+)/g)].map(([, flag = '']) => flag)
      expect(
        flags.filter((flag) => !options.includes(flag)),
        line,
      ).toEqual([])
    }
  }
})
