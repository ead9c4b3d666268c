import { readFileSync } from 'node:fs'

/** The version of `@daybook/server`, from its own package file. */
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
