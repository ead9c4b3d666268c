import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../../../../../shared/vectors/', import.meta.url)

/** Path of a file of official test data, which only a development machine has. */
export const officialVectors = (name: string): string => fileURLToPath(new URL(name, folder))

/** Empty where the file is there; otherwise the reason a test is not run, to be part of its name. */
export const vectorsAbsent = (name: string): string =>
  existsSync(officialVectors(name)) ? '' : ` (not run: ../shared/vectors/${name} is not on this machine)`
