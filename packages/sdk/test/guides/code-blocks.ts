import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../../../..')

export const readGuide = (page: string): string => readFileSync(join(root, 'docs/guides', `${page}.md`), 'utf8')

/** The fenced blocks of one language on a page, in order. */
export const blocksOf = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block]) => block ?? '')

/** Writes the blocks that carry a file's name into a folder: those of one name after each other. Answers the names. */
export function writeFiles(text: string, folder: string): readonly string[] {
  const files = new Map<string, string>()
  for (const [, name = '', block = ''] of text.matchAll(/^```[tj]s ([\w.-]+)\n([\s\S]*?)^```/gm))
    files.set(name, (files.get(name) ?? '') + block)
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of files) writeFileSync(join(folder, name), content)
  return [...files.keys()]
}
