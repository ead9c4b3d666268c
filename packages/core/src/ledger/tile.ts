import type { Hashing } from '../crypto/ports.ts'
import { type HashReader, levelHashes } from './hash-reader.ts'
import { entryBytes, entryOf } from './record.ts'
import { hashAt } from './tree-hash.ts'

/** Hashes a full tile holds (C2SP tlog-tiles). */
export const tileWidth = 256

export interface Tile {
  /** 0 to 63 for hashes, or the entries themselves. */
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number
}

/** `tile/<L>/<N>[.p/<W>]`: N in groups of three digits, all but the last with an `x`. */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  }
  return `tile/${level}/${groups.join('/')}${width === tileWidth ? '' : `.p/${width}`}`
}

/** The tile of a path; undefined for anything that `tilePath` does not write. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level = '', number = '', width] =
    /^tile\/(0|[1-9][0-9]?|entries)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path) ?? []
  const index = Number(number.replaceAll(/[x/]/g, ''))
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index,
    width: width === undefined ? tileWidth : Number(width),
  }
  const inRange =
    Number.isSafeInteger(index) &&
    (tile.level === 'entries' || tile.level < 64) &&
    (width === undefined || tile.width < tileWidth)
  return level !== '' && inRange && tilePath(tile) === path ? tile : undefined
}

/** How many hashes (or entries) a level has in a tree of `size` leaves. */
export const levelWidth = (level: number | 'entries', size: number): number =>
  level === 'entries' ? size : Math.floor(size / tileWidth ** level)

/** Every tile and entry bundle of a tree: full ones and, at each level, the partial one at the right edge. */
export function* tilesOf(size: number): Generator<Tile> {
  yield* levelTiles('entries', size)
  for (let level = 0; levelWidth(level, size) > 0; level++) yield* levelTiles(level, size)
}

function* levelTiles(level: number | 'entries', size: number): Generator<Tile> {
  const width = levelWidth(level, size)
  for (let index = 0; index * tileWidth < width; index++) {
    yield { level, index, width: Math.min(tileWidth, width - index * tileWidth) }
  }
}

/** The bytes of a tile: its hashes concatenated, or its entries each behind a big-endian uint16 length. */
export async function tileBytes({ level, index, width }: Tile, reader: HashReader, hashing: Hashing): Promise<Uint8Array> {
  const from = index * tileWidth
  if (level !== 'entries') return levelHashes(level, from, from + width, reader, hashing)
  const hashes = await reader.hashes(from, from + width)
  if (hashes.length !== width * 32) throw new Error(`event hashes ${from} to ${from + width} are not all there`)
  return entryBundle(hashes)
}

/** The entry bundle of concatenated event hashes E. */
export function entryBundle(hashes: Uint8Array): Uint8Array {
  const count = hashes.length / 32
  const bundle = new Uint8Array(count * (2 + entryBytes))
  for (let i = 0; i < count; i++) {
    const at = i * (2 + entryBytes)
    bundle[at + 1] = entryBytes
    bundle.set(entryOf(hashAt(hashes, i)), at + 2)
  }
  return bundle
}

/** The event hashes of an entry bundle, concatenated; undefined when an entry is not of this format, or one is cut off. */
export function readEntryBundle(bundle: Uint8Array): Uint8Array | undefined {
  const step = 2 + entryBytes
  if (bundle.length % step !== 0) return undefined
  const hashes = new Uint8Array((bundle.length / step) * 32)
  for (let at = 0, i = 0; at < bundle.length; at += step, i++) {
    if (bundle[at] !== 0 || bundle[at + 1] !== entryBytes || bundle[at + 2] !== 0x01) return undefined
    hashes.set(bundle.subarray(at + 3, at + step), i * 32)
  }
  return hashes
}
