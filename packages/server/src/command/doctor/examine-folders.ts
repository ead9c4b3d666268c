import { existsSync, statfsSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { advice, broken, type Finding, ok } from './finding.ts'

/** Only its owner should open a folder of Daybook. Windows has no such bits; there nothing is said. */
export function folderPermissions(name: string, path: string): Finding {
  const mode = statSync(path).mode & 0o777
  if (process.platform === 'win32' || (mode & 0o077) === 0)
    return ok(`${name}_permissions`, `The ${name} folder is its owner’s only: ${path}.`)
  const finding = mode & 0o022 || name === 'keys' ? broken : advice
  const who = mode & 0o007 ? 'Everybody on this machine' : 'The group of its owner'
  const may = mode & 0o022 ? 'may change' : 'may read in'
  return finding(
    `${name}_permissions`,
    `${who} ${may} the ${name} folder ${path} (mode ${mode.toString(8)}).`,
    `chmod 700 ${path}`,
  )
}

/** The signing keys lie beside the data, not in it: whoever gets a copy of the data must not get the keys with it. */
export function keysPlace(data: string, keys: string): readonly Finding[] {
  if (!existsSync(keys)) {
    return [
      advice(
        'keys',
        `There is no keys folder ${keys}.`,
        'If your trails have one elsewhere, name it with --keys; without it nothing can be signed.',
      ),
    ]
  }
  const inside = relative(data, keys)
  const nested = inside !== '' && !inside.startsWith('..')
  const place = nested
    ? broken(
        'keys',
        `The keys folder ${keys} lies inside the data folder.`,
        'Move it out and name it with --keys: a backup of the data must not hold the keys.',
      )
    : ok('keys', `The keys folder is beside the data: ${keys}. Back it up, but not together with the data.`)
  return [place, folderPermissions('keys', keys)]
}

const mebibyte = 1024 * 1024

export function diskSpace(data: string): Finding {
  const { bavail, bsize, blocks } = statfsSync(data)
  const free = Math.floor((bavail * bsize) / mebibyte)
  const share = Math.round((bavail / Math.max(1, blocks)) * 100)
  const detail = `${free.toLocaleString('en-US')} MiB (${share} %) are free on the disk of the data folder.`
  if (free < 100) return broken('disk', detail, 'Make room now: a full disk answers 503 and takes no events.')
  return free < 1024 ? advice('disk', detail, 'Make room before it fills: a full disk takes no events.') : ok('disk', detail)
}
