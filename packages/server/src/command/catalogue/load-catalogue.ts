import { type Catalogue, parseCatalogue, Refusal } from '@daybook/core'
import { CommandFailure, exitCodes } from '../failure.ts'
import { loadModuleFile } from '../module-file.ts'

/** The catalogue in a file, checked for its shape. */
export async function loadCatalogue(path: string): Promise<Catalogue> {
  const value = await loadModuleFile(path, ['catalogue'])
  try {
    return parseCatalogue(value)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { detail, pointer } = error.problem
    const where = pointer === undefined || pointer === '' ? '' : ` at ${pointer}`
    throw new CommandFailure('bad_catalogue', `${path} is not a valid catalogue${where}: ${detail}`, {
      todo: 'Correct the place and check again: daybook catalogue check FILE',
      exitCode: exitCodes.no,
    })
  }
}
