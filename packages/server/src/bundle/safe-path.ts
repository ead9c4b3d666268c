/** An archive cannot be read, or holds what a bundle may not hold. The message is one sentence. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive'
}

/**
 * The path of an archive's file below the folder it is unpacked to, `/` between names, or a refusal: nothing may be written
 * outside that folder, whatever an archive says (absolute paths, `..`, drive letters, backslashes, control characters).
 */
export function safePath(path: string): string {
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  const bad =
    path.startsWith('/') ||
    names.length === 0 ||
    names.some((name) => name === '..' || name.length > 255 || /[\\:\u0000-\u001f\u007f]/.test(name))
  if (bad)
    throw new BadArchive(`The archive holds a path that leads outside of its folder, or is not a file's: ${printable(path)}.`)
  return names.join('/')
}

const printable = (path: string): string => JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}…` : path)
