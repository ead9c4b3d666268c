import { type HashReader, levelWidth, readEntryBundle, type Tile, tilePath, tileWidth } from '@daybook/core'
import { getTile } from '../api/daybook-api.ts'

/** A tile that is not what the path says: the log cannot be read, which proves nothing either way. */
class BadTile extends Error {
  override readonly name = 'BadTile'
}

/**
 * Reads a log's hashes from its tiles, as anybody can (C2SP tlog-tiles), for a tree of `size` leaves. Nothing read here
 * is believed: what is made of it is checked against signed roots.
 */
export function tileReader(trail: string, size: number): HashReader {
  const cache = new Map<string, Promise<Uint8Array>>()
  const load = (tile: Tile) => {
    const path = tilePath(tile)
    const held = cache.get(path) ?? getTile(trail, path).then((bytes) => hashesOf(tile, bytes))
    cache.set(path, held)
    return held
  }
  const range = async (level: number | 'entries', from: number, to: number) => {
    const all = new Uint8Array((to - from) * 32)
    for (let index = Math.floor(from / tileWidth); index * tileWidth < to; index++) {
      const first = index * tileWidth
      const width = Math.min(tileWidth, levelWidth(level, size) - first)
      const hashes = await load({ level, index, width })
      const start = Math.max(from, first)
      all.set(hashes.subarray((start - first) * 32, (Math.min(to, first + width) - first) * 32), (start - from) * 32)
    }
    return all
  }
  return { hashes: (from, to) => range('entries', from, to), subtrees: range }
}

function hashesOf(tile: Tile, bytes: Uint8Array): Uint8Array {
  const hashes = tile.level === 'entries' ? readEntryBundle(bytes) : bytes
  if (hashes?.length !== tile.width * 32) throw new BadTile(tilePath(tile))
  return hashes
}
