import { levelWidth, parseTilePath, tileWidth } from '../ledger/tile.ts'
import { type BundleCheck, readText } from './bundle-check.ts'
import { plural } from './report.ts'

const known = new Set(['README.txt', 'verify.html', 'manifest.json', 'policy.txt', 'events.ndjson', 'log/checkpoint'])

/**
 * Every file must be one the format knows, so that nothing in the bundle goes unchecked under a name that looks checked.
 * Takes the anchors on the way. Answers notes about files beside the format, which prove nothing.
 */
export async function checkFileList({
  files,
  manifest,
  checkpoint,
  evidence,
  findings,
}: BundleCheck): Promise<readonly string[]> {
  let others = 0
  for (const path of await files.list()) {
    if (known.has(path)) continue
    const folder = path.slice(0, path.indexOf('/') + 1)
    if (folder === 'anchors/') {
      evidence.takeAnchor({ name: path, text: (await readText(files, path)) ?? '' })
    } else if (folder === 'log/') {
      if (manifest.proof !== 'log' || !isTileOf(path.slice(folder.length), checkpoint.size)) {
        findings.broken('file_unexpected', `${path} is no file of a log of ${plural(checkpoint.size, 'event')}.`, { file: path })
      }
    } else if (folder !== 'proofs/' || manifest.proof !== 'proofs') {
      others++
    }
  }
  return others === 0 ? [] : [`What is in ${plural(others, 'file')} that are no part of a bundle.`]
}

function isTileOf(path: string, size: number): boolean {
  const tile = parseTilePath(path)
  if (tile === undefined) return false
  const left = levelWidth(tile.level, size) - tile.index * tileWidth
  return left > 0 && tile.width === Math.min(left, tileWidth)
}
