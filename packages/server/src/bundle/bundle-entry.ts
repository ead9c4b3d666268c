/** One file of a bundle, read once and in order: the chunks of an entry are finished before the next entry is asked for. */
export interface BundleEntry {
  /** Relative, with `/`, as `docs/format.md` names it. */
  readonly path: string
  /** In bytes, where it is known before the content is. */
  readonly size?: number
  readonly chunks: AsyncIterable<Uint8Array>
}

export function bytesEntry(path: string, bytes: Uint8Array): BundleEntry {
  return { path, size: bytes.length, chunks: once(bytes) }
}

export const textEntry = (path: string, text: string): BundleEntry => bytesEntry(path, new TextEncoder().encode(text))

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
