import type { Json } from '../event/event.ts'
import { type BundleManifest, bundleFormat, manifestText } from '../ledger/bundle-manifest.ts'
import { Malformed } from '../ledger/malformed.ts'

/** Reads `manifest.json`; it must be written as the format writes it, to the byte. */
export function readManifest(text: string): BundleManifest | Malformed {
  const manifest = parseManifest(text)
  if (manifest === undefined) return new Malformed('is not the manifest of a bundle')
  if (manifest === 'other') return new Malformed(`is not of the format ${bundleFormat}`)
  return manifestText(manifest) === text
    ? manifest
    : new Malformed('is not written as the format writes it, or says of itself what does not agree')
}

function parseManifest(text: string): BundleManifest | 'other' | undefined {
  try {
    const { format, origin, proof, query, range, counts, slots } = JSON.parse(text)
    if (format !== bundleFormat) return 'other'
    if (typeof origin !== 'string' || (proof !== 'log' && proof !== 'proofs')) return undefined
    if (proof === 'log' && query !== 'everything') return undefined
    const numbers = [range.from, range.to, counts.events, counts.pruned, slots.disclosed, slots.withheld, slots.erased]
    if (!numbers.every((count) => Number.isSafeInteger(count) && count >= 0)) return undefined
    const { events, pruned } = counts
    const { disclosed, withheld, erased } = slots
    return { origin, proof, query: query as Json, range, counts: { events, pruned, disclosed, withheld, erased } }
  } catch {
    return undefined
  }
}
