/** POSIX ustar headers (pax, IEEE Std 1003.1-2017), with the base-256 sizes that GNU tar and everybody else use beyond 8 GiB. */
export const tarBlockBytes = 512

export interface TarHeader {
  readonly path: string
  readonly size: number
  /** `0` a file, `5` a folder; others as POSIX and GNU name them. */
  readonly type: string
}

const largestOctalSize = 8 ** 11 - 1

/** A header for a plain file. Times are left at zero, so that the same export has the same bytes. */
export function formatTarHeader(path: string, size: number): Uint8Array {
  const block = Buffer.alloc(tarBlockBytes)
  const { name, prefix } = splitPath(path)
  block.write(name, 0, 100)
  block.write('0000644\0' + '0000000\0' + '0000000\0', 100)
  if (size <= largestOctalSize) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    block[124] = 0x80
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\0' + '00', 257)
  block.write(prefix, 345, 155)
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** The header of a block; undefined for the empty block that ends an archive. Throws on a damaged one. */
export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  const bytes = Buffer.from(block)
  const sum = Number.parseInt(field(bytes, 148, 8), 8)
  bytes.fill(' ', 148, 156)
  if (sum !== checksum(bytes)) throw new Error('a header of the archive is damaged')
  const prefix = field(bytes, 257, 5) === 'ustar' ? field(bytes, 345, 155) : ''
  const name = field(bytes, 0, 100)
  return { path: prefix === '' ? name : `${prefix}/${name}`, size: sizeOf(bytes), type: String.fromCharCode(bytes[156] || 48) }
}

/** Content is padded to whole blocks. */
export const tarPadding = (size: number): number => (tarBlockBytes - (size % tarBlockBytes)) % tarBlockBytes

function sizeOf(block: Buffer): number {
  const size = (block[124] ?? 0) & 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(field(block, 124, 12) || '0', 8)
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('a size in the archive is not a number')
  return size
}

function field(block: Buffer, at: number, length: number): string {
  const bytes = block.subarray(at, at + length)
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end === -1 ? length : end).trim()
}

const checksum = (block: Uint8Array): number => block.reduce((sum, byte) => sum + byte, 0)

function splitPath(path: string): { readonly name: string; readonly prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' }
  for (let cut = path.indexOf('/'); cut !== -1; cut = path.indexOf('/', cut + 1)) {
    const [prefix, name] = [path.slice(0, cut), path.slice(cut + 1)]
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return { name, prefix }
  }
  throw new Error(`the path ${path} is too long for a tar archive`)
}
