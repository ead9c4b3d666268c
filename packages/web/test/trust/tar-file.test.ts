import { expect, it } from 'vitest'
import { folderOfTar } from '../../src/trust/tar-file.ts'

const encoder = new TextEncoder()

/** One entry as ustar has it, its size field as it is given. */
const entry = (
  name: string,
  content: string,
  size = content.length.toString(8).padStart(11, '0'),
): readonly Uint8Array<ArrayBuffer>[] => {
  const header = new Uint8Array(512)
  header.set(encoder.encode(name), 0)
  header.set(encoder.encode(size), 124)
  header.set(encoder.encode('0'), 156)
  header.set(encoder.encode('ustar'), 257)
  const body = new Uint8Array(Math.ceil(content.length / 512) * 512)
  body.set(encoder.encode(content))
  return [header, body]
}

const tar = (...entries: readonly (readonly Uint8Array<ArrayBuffer>[])[]): File =>
  new File([...entries.flat(), new Uint8Array(1024)], 'bundle.tar')

it('reads the files of a tar where they are', async () => {
  const folder = await folderOfTar(
    tar(entry('manifest.json', '{}'), entry('events/1.ndjson', 'x'.repeat(700)), entry('__proto__', 'y')),
  )
  expect([...(folder?.files.keys() ?? [])]).toEqual(['manifest.json', 'events/1.ndjson', '__proto__'])
  expect(await folder?.files.get('manifest.json')?.text()).toBe('{}')
  expect(await folder?.files.get('events/1.ndjson')?.text()).toBe('x'.repeat(700))
})

it.each(['-1000', '-2000', '-1', '+10', '1e3', '8', '\x80\0\0\x01', '', 'many', '0x10'])(
  'takes a file for no tar whose sizes are none, and comes to an end: %j',
  async (size) => {
    expect(await folderOfTar(tar(entry('manifest.json', '{}'), entry('next', 'text', size)))).toBeUndefined()
  },
)

it('ends where a size leads beyond the file', async () => {
  const folder = await folderOfTar(tar(entry('manifest.json', '{}'), entry('next', 'text', '77777777777')))
  expect(folder?.files.get('next')?.size).toBeLessThanOrEqual(2048)
})
