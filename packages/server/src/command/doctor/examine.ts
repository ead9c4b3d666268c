import { existsSync } from 'node:fs'
import { liveServer, openClient } from '../client.ts'
import { CommandFailure } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { diskSpace, folderPermissions, keysPlace } from './examine-folders.ts'
import { examineTrails } from './examine-trails.ts'
import { advice, broken, type Finding, ok } from './finding.ts'

export interface Patient {
  readonly data: string
  readonly keys: string
  readonly settings: Settings
}

const oldestSqlite = [3, 51, 3]

/** Looks at everything, in the order in which a person would; never throws for what it finds. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { data, keys } = patient
  const versions = [nodeVersion(), sqliteVersion()]
  if (!existsSync(data)) {
    const missing = broken(
      'no_data_folder',
      `There is no data folder ${data}.`,
      'Name yours with --data DIR, or start one with "daybook serve".',
    )
    return [...versions, missing]
  }
  const folders = [folderPermissions('data', data), ...keysPlace(data, keys), diskSpace(data)]
  return [...versions, ...folders, await server(data), ...(await trails(patient)), clearText(), outsideAnchor()]
}

const nodeVersion = (): Finding => ok('node', `Node ${process.versions.node}.`)

function sqliteVersion(): Finding {
  const version = process.versions.sqlite ?? '0'
  const parts = version.split('.').map(Number)
  const older = oldestSqlite.findIndex((part, i) => (parts[i] ?? 0) !== part)
  const good = older === -1 || (parts[older] ?? 0) > (oldestSqlite[older] ?? 0)
  if (good) return ok('sqlite', `SQLite ${version}.`)
  return broken(
    'sqlite',
    `SQLite ${version} has a fault that can lose data in a crash.`,
    `Install a Node 24 that brings SQLite ${oldestSqlite.join('.')} or newer.`,
  )
}

async function server(data: string): Promise<Finding> {
  const running = await liveServer(data)
  if (running === undefined) return ok('server', 'No server has the folder open now; it is looked at directly.')
  return ok('server', `A server has the folder open: ${running.url}, process ${running.pid}.`)
}

async function trails({ data, settings }: Patient): Promise<readonly Finding[]> {
  try {
    const { url, key, ...local } = settings
    const client = await openClient({ ...local, data })
    try {
      return await examineTrails(client)
    } finally {
      await client.close()
    }
  } catch (error) {
    const todo =
      error instanceof CommandFailure && error.todo !== undefined ? error.todo : 'Act on that sentence, then ask again.'
    return [broken('folder', error instanceof Error ? error.message : String(error), todo)]
  }
}

const clearText = (): Finding =>
  advice(
    'in_the_clear',
    'In the data folder the values of events lie in the clear, except those a catalogue omits, masks, tokenizes or encrypts; so does the token in server.json while a server runs.',
    'Keep the folder on an encrypted disk, and declare treatments for what must not be read there.',
  )

const outsideAnchor = (): Finding =>
  advice(
    'outside_anchor',
    'No copy of a checkpoint is kept outside of this machine that the doctor knows of. Somebody with both the data and the keys folder could rewrite the trail unseen.',
    'Keep exports or checkpoints elsewhere from time to time: daybook export --format bundle, or GET /v1/trails/<trail>/log/checkpoint.',
  )
