/** Less is not worth the call. */
const leastBytes = 8 * 1024

/**
 * Gives the memory of bytes back at once, which have a buffer to themselves, and not when the collector comes: what is
 * unpacked and packed for each block waits for that outside its heap, many times as much as is ever in use. Nobody may read them or
 * anything else on their buffer afterwards: they are empty then.
 */
export const giveBack = ({ buffer, byteLength }: Uint8Array): void => {
  // Small ones may be pieces of Node's pool, which others share.
  if (byteLength < leastBytes || buffer.byteLength === Buffer.poolSize) return
  if (buffer instanceof ArrayBuffer && !buffer.resizable) buffer.transfer(0)
}
