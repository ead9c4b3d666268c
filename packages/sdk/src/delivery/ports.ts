/**
 * Everything undetermined that delivery touches. Production gives it Node's, the simulation gives it a world made from a
 * seed; what lies between is the same code.
 */

export interface Clock {
  /** Wall time, milliseconds since 1970. May jump. */
  now(): number
  /** Milliseconds since some moment of this process; never goes back. */
  monotonic(): number
  /** Runs `wake` once after `delayMs`. With `hold` the process stays alive for it. Answers how to call it off. */
  timer(delayMs: number, wake: () => void, hold?: boolean): () => void
}

export interface Rng {
  /** Uniform in [0, 1). */
  next(): number
  /** A UUID of version 7, for the events that delivery makes itself. */
  uuid(nowMs: number): string
}

/**
 * The files of a spool. Paths are relative to its root and use `/`. Nothing is durable before `sync` of the file and,
 * for a new or renamed name, `syncFolder` of its folder have answered. Every call rejects when the disk does not do it.
 */
export interface Disk {
  /** Makes a folder, owner-only, and those above it. */
  makeFolder(folder: string): Promise<void>
  /** Names in a folder; empty when there is none. */
  list(folder: string): Promise<readonly string[]>
  /** Bytes from an offset, fewer at the end; undefined when there is no such file. */
  read(file: string, from: number, length: number): Promise<Uint8Array | undefined>
  /** Makes the file or empties it, then writes. */
  write(file: string, bytes: Uint8Array): Promise<void>
  append(file: string, bytes: Uint8Array): Promise<void>
  truncate(file: string, length: number): Promise<void>
  sync(file: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Removes a file; one that is gone already is no error. */
  unlink(file: string): Promise<void>
  syncFolder(folder: string): Promise<void>
}

export interface NetRequest {
  /** Below the trail's address: `/events`. */
  readonly path: string
  readonly contentType: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly timeoutMs: number
}

export interface NetAnswer {
  readonly status: number
  /** Of `Retry-After`, where it is there. */
  readonly retryAfter: string | undefined
  readonly body: string
}

export interface Net {
  /** Rejects when no whole answer came; never follows a redirect. */
  post(request: NetRequest): Promise<NetAnswer>
  /** Gives up what is under way; the process is about to end. */
  abort?(): void
}

/** Says which process owns a folder of the spool. A token is never used twice: once dead it stays dead. */
export interface Locks {
  /** Takes a fresh token that lives until `release` or until this process ends, however it ends. */
  take(): Promise<{ readonly token: string; release(): Promise<void> }>
  isAlive(token: string): Promise<boolean>
}

export interface Ports {
  readonly clock: Clock
  readonly rng: Rng
  readonly net: Net
  /** Without them nothing is kept on disk. */
  readonly spool?: { readonly disk: Disk; readonly locks: Locks }
}
