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
    } else if (folder === 'log/' || folder === 'proofs/') {
      if (isOfThisKind(path, manifest.proof, checkpoint.size)) continue
      const what = manifest.proof === 'log' ? `of a log of ${plural(checkpoint.size, 'event')}` : 'of a selection'
      findings.broken('file_unexpected', `${path} is no file ${what}.`, { file: path })
    } else {
      others++
    }
  }
  return others === 0 ? [] : [`What is in ${plural(others, 'file')} that are no part of a bundle.`]
}

/** With the whole log its tiles; with a selection its proofs, which are matched with the events later. */
function isOfThisKind(path: string, proof: 'log' | 'proofs', size: number): boolean {
  if (proof === 'proofs') return path.startsWith('proofs/')
  const tile = path.startsWith('log/') ? parseTilePath(path.slice('log/'.length)) : undefined
  if (tile === undefined) return false
  const left = levelWidth(tile.level, size) - tile.index * tileWidth
  return left > 0 && tile.width === Math.min(left, tileWidth)
}
