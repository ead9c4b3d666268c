import { type BundleReader, utf8Lines } from '@daybook/core'

/** A folder as the page was given it: its files by path below the folder. */
export interface Folder {
  readonly name: string
  readonly files: ReadonlyMap<string, Blob>
}

/** The folder chosen with an `<input webkitdirectory>`; undefined when it is empty. */
export function chosenFolder(list: FileList | null): Folder | undefined {
  const files = [...(list ?? [])]
  const name = files[0]?.webkitRelativePath.split('/')[0]
  if (name === undefined) return undefined
  return { name, files: new Map(files.map((file) => [file.webkitRelativePath.split('/').slice(1).join('/'), file])) }
}

/** The folder dropped on the page; undefined when something else was. */
export async function droppedFolder(items: DataTransferItemList): Promise<Folder | undefined> {
  const entry = [...items].map((item) => item.webkitGetAsEntry()).find((each) => each?.isDirectory)
  if (!entry) return undefined
  const files = new Map<string, File>()
  await collect(entry as FileSystemDirectoryEntry, '', files)
  return { name: entry.name, files }
}

async function collect(folder: FileSystemDirectoryEntry, path: string, files: Map<string, File>): Promise<void> {
  const reader = folder.createReader()
  const read = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  // A browser answers a folder in portions; an empty one is the end.
  for (let entries = await read(); entries.length > 0; entries = await read()) {
    for (const entry of entries) {
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, `${path}${entry.name}/`, files)
      else
        files.set(
          path + entry.name,
          await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
        )
    }
  }
}

/** The folder as the verifier reads it. */
export const bundleReader = ({ files }: Folder): BundleReader => ({
  list: async () => [...files.keys()],
  read: async (path) => {
    const file = files.get(path)
    return file && new Uint8Array(await file.arrayBuffer())
  },
  lines: (path) => utf8Lines(chunksOf(files.get(path))),
})

async function* chunksOf(file: Blob | undefined): AsyncGenerator<Uint8Array> {
  if (!file) return
  const reader = file.stream().getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    yield read.value
    // Between two portions the page may draw.
    await new Promise((resolve) => setTimeout(resolve))
  }
}
