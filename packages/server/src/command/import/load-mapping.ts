import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CommandFailure } from '../failure.ts'
import { loadModuleFile } from '../module-file.ts'
import { type CompiledMapping, compileMapping } from './compile-mapping.ts'
import { BadMapping } from './mapping.ts'

export interface NamedMapping {
  readonly compiled: CompiledMapping
  /** Name and the beginning of the file's SHA-256: which mapping exactly, as the trail records it. */
  readonly label: string
}

/** Reads a mapping file; what is wrong with it is said with its place. */
export async function loadMapping(path: string): Promise<NamedMapping> {
  const value = await loadModuleFile(path, ['mapping'])
  try {
    const compiled = compileMapping(value)
    const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
    return { compiled, label: `${compiled.name} (${digest})` }
  } catch (error) {
    if (!(error instanceof BadMapping)) throw error
    throw new CommandFailure('bad_mapping', `The mapping ${path} is not valid at ${error.where}: ${error.message}.`, {
      todo: 'docs/import.md describes the mapping language.',
    })
  }
}
