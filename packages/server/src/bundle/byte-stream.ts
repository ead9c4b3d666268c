/** Takes exact numbers of bytes from a stream of chunks. */
export class ByteStream {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Exactly `length` bytes; fewer only where the stream ends. */
  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const part of this.pieces(length)) parts.push(part)
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }

  /** `length` bytes piece by piece, without holding them. */
  async *pieces(length: number): AsyncGenerator<Uint8Array> {
    let left = length
    while (left > 0) {
      if (this.#held.length === 0) {
        const next = await this.#chunks.next()
        if (next.done) return
        this.#held = next.value
        continue
      }
      const piece = this.#held.subarray(0, left)
      this.#held = this.#held.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  /** Lets the source go; nothing can be taken afterwards. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}
