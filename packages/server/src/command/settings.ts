import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CommandFailure } from './failure.ts'
import { loadModuleFile } from './module-file.ts'

/**
 * What a command may be told in three places, later ones winning: `daybook.config.ts` (or `.js`, `.mjs`) in the current
 * folder, environment variables `DAYBOOK_<NAME>` (or `DAYBOOK_<NAME>_FILE`, a file that holds the value), flags.
 */
const settingNames = [
  'data',
  'keys',
  'url',
  'key',
  'trail',
  'port',
  'host',
  'tlsCert',
  'tlsKey',
  'behindProxy',
  'publicUrl',
  'outboundAllow',
  'outboundCa',
  'smtpUrl',
  'mailFrom',
  'oidcIssuer',
  'oidcClientId',
  'oidcClientSecret',
  'oidcName',
] as const
type SettingName = (typeof settingNames)[number]
export type Settings = { readonly [name in SettingName]?: string }

export const defaults = { data: './daybook-data', port: '4319', host: '127.0.0.1' } as const

export interface SettingsPlace {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export async function loadSettings(place: SettingsPlace, flags: { readonly [name: string]: unknown }): Promise<Settings> {
  const file = await fromConfigFile(place.cwd)
  const settings: { [name in SettingName]?: string } = {}
  for (const name of settingNames) {
    const value = text(flags[name]) ?? fromEnvironment(name, place.env) ?? text(file[name])
    if (value !== undefined) settings[name] = value
  }
  // A folder named on the command line is meant, also where a server is named once for all commands.
  if (text(flags.data) !== undefined && text(flags.url) === undefined) delete settings.url
  // Programs know a trail's address, `…/v1/trails/orders`; it says where the server is, and which trail is meant.
  const [, server, trail] = settings.url?.match(/^(.*)\/v1\/trails\/([^/]+)\/?$/) ?? []
  if (server !== undefined) settings.url = server
  if (trail !== undefined) settings.trail ??= decodeURIComponent(trail)
  return settings
}

async function fromConfigFile(cwd: string): Promise<{ readonly [name: string]: unknown }> {
  const path = ['daybook.config.ts', 'daybook.config.js', 'daybook.config.mjs'].map((name) => join(cwd, name)).find(existsSync)
  if (path === undefined) return {}
  const config = await loadModuleFile(path, ['config'])
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new CommandFailure('bad_config', `${path} does not export an object.`, {
      todo: 'Export one as default, for example: export default { data: "./daybook-data", port: 4319 }',
    })
  }
  const unknown = Object.keys(config).find((name) => !(settingNames as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new CommandFailure('bad_config', `${path} has a setting that Daybook does not know: ${unknown}.`, {
      todo: `Known settings: ${settingNames.join(', ')}.`,
    })
  }
  return config as { readonly [name: string]: unknown }
}

function fromEnvironment(name: SettingName, env: NodeJS.ProcessEnv): string | undefined {
  const variable = `DAYBOOK_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
  const direct = env[variable]
  if (direct !== undefined && direct !== '') return direct
  const path = env[`${variable}_FILE`]
  if (path === undefined || path === '') return undefined
  try {
    return readFileSync(resolve(path), 'utf8').trim()
  } catch {
    throw new CommandFailure('unreadable_setting', `${variable}_FILE names ${path}, which cannot be read.`, {
      todo: 'Check the path and its permissions.',
    })
  }
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return value === true ? 'true' : undefined
}
