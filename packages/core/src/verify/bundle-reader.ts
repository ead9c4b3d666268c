/** A bundle's files, wherever they lie: a folder, an archive, a page's file list. Paths are relative, with `/`. */
export interface BundleReader {
  /** Every file's path. */
  list(): Promise<readonly string[]>
  /** A file's bytes; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>
  /**
   * A file's lines, each without its newline (0x0A, and nothing else, ends a line); nothing when there is no file. Must
   * throw on bytes that are not UTF-8: `utf8Lines` makes it from chunks. Read twice.
   */
  lines(path: string): AsyncIterable<string>
}
