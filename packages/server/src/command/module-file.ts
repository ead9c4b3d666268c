import { existsSync, readFileSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CommandFailure } from './failure.ts'

/**
 * The value a file holds: `.json` parsed, `.ts` and `.js` imported (Node strips the types). Of a module the default
 * export is taken, else the first of `names` it exports. A `.ts` file outside any project may still import
 * `@daybook/core`, and from `@daybook/sdk` what that has of core: it gets the command's own.
 */
export async function loadModuleFile(path: string, names: readonly string[]): Promise<unknown> {
  const full = resolve(path)
  if (!existsSync(full)) {
    throw new CommandFailure('file_not_found', `There is no file ${path}.`, { todo: 'Check the path.' })
  }
  if (statSync(full).isDirectory())
    throw new CommandFailure('file_not_found', `${path} is a folder.`, { todo: 'Name the file in it.' })
  return extname(full) === '.json' ? parseJsonFile(full, path) : importFile(full, path, names)
}

function parseJsonFile(full: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(full, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CommandFailure('invalid_json', `${path} is not valid JSON: ${(error as Error).message}`, {
      todo: 'Correct the file and try again.',
    })
  }
}

async function importFile(full: string, path: string, names: readonly string[]): Promise<unknown> {
  offerOwnPackages()
  let module: { readonly [name: string]: unknown }
  try {
    module = await import(pathToFileURL(full).href)
  } catch (error) {
    throw new CommandFailure('file_does_not_load', `${path} does not load: ${(error as Error).message.split('\n')[0]}`, {
      todo: 'TypeScript is read by removing its types: use only erasable syntax, and imports with their extension.',
    })
  }
  const value = module.default ?? names.map((name) => module[name]).find((found) => found !== undefined)
  if (value !== undefined) return value
  throw new CommandFailure('no_export', `${path} has no default export.`, {
    todo: `Write "export default …", or export ${names.map((name) => `"${name}"`).join(' or ')} by name.`,
  })
}

/** What a catalogue takes from the SDK comes from core, which is there also where the SDK is not installed. */
const ownPackage = (specifier: string): string => import.meta.resolve(specifier === '@daybook/sdk' ? '@daybook/core' : specifier)

let offered = false
function offerOwnPackages(): void {
  if (offered) return
  offered = true
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        if (!/^@daybook\/(core|sdk|server)(\/|$)/.test(specifier)) throw error
        return { url: ownPackage(specifier), shortCircuit: true }
      }
    },
    // Written as a module, whatever the package around it is: such a file is compiled for the package, and read here as it is.
    load(url, context, next) {
      const isModule = /\.ts$/.test(url) && /^\s*(?:import|export)\b/m.test(readFileSync(fileURLToPath(url), 'utf8'))
      return next(url, isModule ? { ...context, format: 'module-typescript' } : context)
    },
  })
}
