import { type BundleReader, isMalformed, manifestText, parseCheckpoint, tilePath, tilesOf } from '@daybook/core'
import { refusalOf } from '../answer.ts'
import { type Client, openClient } from '../client.ts'
import { CommandFailure } from '../failure.ts'

const noEvents = { events: 0, pruned: 0, disclosed: 0, withheld: 0, erased: 0 }

/**
 * The log of a running server (C2SP tlog-tiles): checkpoint, entries and tiles, without the events. Verification shows
 * that the tree is the one that was signed, and that it extends older checkpoints and keeps receipts.
 */
export class LogUrlFiles implements BundleReader {
  readonly #client: Client
  readonly #note: string
  readonly #size: number
  readonly #origin: string

  private constructor(client: Client, note: string) {
    this.#client = client
    this.#note = note
    const checkpoint = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1))
    if (isMalformed(checkpoint)) {
      throw new CommandFailure('not_a_log', `${client.place} answers, but its checkpoint ${checkpoint.why}.`, {
        todo: 'Name the URL of a trail: http://HOST:PORT/v1/trails/NAME',
      })
    }
    this.#origin = checkpoint.origin
    this.#size = checkpoint.size
  }

  /** `url` is that of a trail (`…/v1/trails/<name>`) or of its log. */
  static async open(url: string, key: string | undefined): Promise<LogUrlFiles> {
    const base = url.replace(/\/+$/, '').replace(/\/checkpoint$/, '')
    const log = /\/v1\/trails\/[^/]+$/.test(base) ? `${base}/log` : base
    const client = await openClient({ url: log, ...(key === undefined ? {} : { key }) })
    const answer = await client.request('/checkpoint')
    if (!answer.ok) throw await refusalOf(answer, client)
    return new LogUrlFiles(client, await answer.text())
  }

  async list(): Promise<readonly string[]> {
    return [
      'manifest.json',
      'log/checkpoint',
      'events.ndjson',
      ...[...tilesOf(this.#size)].map((tile) => `log/${tilePath(tile)}`),
    ]
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    if (path === 'log/checkpoint') return Buffer.from(this.#note)
    if (path === 'manifest.json') return Buffer.from(this.#manifest())
    if (!path.startsWith('log/tile/')) return undefined
    const answer = await this.#client.request(path.slice('log'.length))
    if (answer.status === 404) return undefined
    if (!answer.ok) throw await refusalOf(answer, this.#client)
    return new Uint8Array(await answer.arrayBuffer())
  }

  async *lines(): AsyncGenerator<string> {}

  #manifest(): string {
    return manifestText({
      origin: this.#origin,
      proof: 'log',
      query: 'everything',
      range: { from: 0, to: 0 },
      counts: noEvents,
    })
  }
}
