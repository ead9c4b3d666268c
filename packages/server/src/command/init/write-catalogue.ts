import type { FieldDeclaration } from '@daybook/core'
import type { Project } from './detect-project.ts'
import type { Proposal } from './propose-catalogue.ts'

const width = 110

/** The catalogue file: data that people read, change and sign, with what they have to decide beside it. */
export function writeCatalogue({ catalogue, leftOut }: Proposal, project: Project, files: readonly string[]): string {
  const from = files.length === 0 ? 'as an example: no Prisma schema and no CREATE TABLE was found' : `from ${files.join(', ')}`
  const open =
    project.module === 'esm'
      ? "import { defineCatalogue } from '@daybook/sdk'\n\nexport default defineCatalogue("
      : "const { defineCatalogue } = require('@daybook/sdk')\n\nmodule.exports = defineCatalogue("
  return [
    `// What ${project.tool} records, and how it reads: proposed by "daybook init" ${from}.`,
    '// Read it with the people who will read the trail, drop what nobody will ask for, and name what people really do:',
    '// "refund.approved" says more than "refund.updated". Sentences make themselves; write one where it reads better.',
    ...(leftOut.length === 0
      ? []
      : [`// Left out: ${leftOut.slice(0, 20).join(', ').replaceAll(/\s+/g, ' ')}${leftOut.length > 20 ? ' …' : ''}.`]),
    `${open}${literal({ objects: catalogue.objects, actions: catalogue.actions }, '', noteOn)})\n`,
  ].join('\n')
}

/** What a person has to decide about a field, as a comment behind it. */
function noteOn(value: unknown): string {
  const { kind, treatment, readers } = value as FieldDeclaration
  if (treatment === 'encrypt' && readers !== undefined) return ' // sensitive: who may read it?'
  if (treatment === 'mask') return ' // sensitive: its last characters stay readable'
  return kind === 'money' ? ' // which currency?' : ''
}

type Note = (value: unknown) => string

/** Data as source: one line where it fits, single quotes, names without quotes where they need none. */
function literal(value: unknown, indent: string, note: Note): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const flat = inline(value)
  const depth = indent.length / 2
  // The two outer levels are always lists of things, one a line.
  if (depth > 1 && flat.length + indent.length < width) return flat
  const deeper = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map((item) => `${deeper}${literal(item, deeper, note)},`)
    : Object.entries(value).map(([name, part]) => {
        const text = `${deeper}${property(name)}: ${literal(part, deeper, note)},`
        return depth === 3 ? text + note(part) : text
      })
  const [opening, closing] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return lines.length === 0 ? `${opening}${closing}` : `${opening}\n${lines.join('\n')}\n${indent}${closing}`
}

function inline(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).map(([name, part]) => `${property(name)}: ${inline(part)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : quoted(name))

const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"')
    ? JSON.stringify(text)
    : `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
