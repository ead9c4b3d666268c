import { utf8Bytes } from '@daybook/core'
import { gapAfterMs } from './gap-keeper.ts'
import { gapEvent, isWithin, type NumberRange, noLosses } from './gaps.ts'
import { type Offer, replaceSteps, type Step } from './machine-port.ts'
import type { Job, MachineState } from './machine-state.ts'
import type { Segment, SpoolImage } from './recover.ts'
import { type Commit, Spool } from './spool.ts'
import { aheadMost, reserveBytes, reserveFile, type SpoolState, stateFile } from './spool-state.ts'

/** A folder is marked while events are in memory only, and for this long after. */
const memoryMarkMs = 5_000
/** Between looks for segments that may go, where nothing has changed. */
const tidyEveryMs = 60_000
/** How the errors of a disk without room begin: no blocks, or no more of a quota. */
const noRoom = /^(ENOSPC|EDQUOT)/

interface Work {
  readonly job: Job
  readonly steps: readonly Step[]
}

/** Bytes that no file system packs into less, or keeps as a hole. */
const reserve = (() => {
  let state = 1
  return new Uint8Array(reserveBytes).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state >>> 24
  })
})()

/** What the disk is asked for, one job at a time: commits, gaps, watermark, dead letters, reading, tidying, repair. */
export class DiskWork {
  readonly #s: MachineState
  /** As `state.json` says it. */
  #savedSegment: number | undefined

  constructor(state: MachineState) {
    this.#s = state
  }

  opened(folder: string, image: SpoolImage): void {
    this.#s.disk = 'ok'
    this.#s.spool = new Spool(this.#s.bounds, folder, image)
    this.#s.gaps.opened(image.gaps)
    this.#s.dead.opened(image.state.deadLetters, image.deadBytes)
    this.#s.witness.opened(image.witness)
    for (const other of image.others ?? []) this.#s.witness.seenBy(other)
    this.#s.savedMemorySince = image.state.memorySince
    this.#s.hasReserve = image.hasReserve
    const { producer, memorySince } = image.state
    if (memorySince) this.#s.gaps.loseUnknown(memorySince, { rng: this.#s.rng, producer, nowMs: this.#s.time.wallMs })
    if (this.#s.gaps.isDirty) this.#s.gapSinceMs = this.#s.time.monoMs - gapAfterMs
    this.#s.told = image.told
    this.#tellDamage(image.lost, image.doubtfulFrom)
    this.#savedSegment = image.state.segment
    if (this.#s.witness.isRefillDue) this.#s.isRefillDue = true
  }

  unopened(because: string): void {
    this.#s.disk = 'none'
    this.#s.diskBecause = because
    if (because !== '') this.#s.alarm('spool_failed', `The spool cannot be used, events are kept in memory only: ${because}`)
    this.#moveToMemory(this.#s.pending.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY))
  }

  #moveToMemory(offers: readonly Offer[]): void {
    for (const offer of offers) this.#s.keepInMemory(offer)
  }

  get isSettleDirty(): boolean {
    const spool = this.#s.spool
    if (!spool) return false
    const marks = this.#memoryMark !== this.#s.savedMemorySince
    // A folder that is left says how far its numbers went: whoever comes by need not read the segments.
    const isLeft = this.#s.closing && (spool.next !== spool.savedNext || this.#savedSegment !== undefined)
    const books = this.#s.dead.isDirty || this.#s.witness.isDirty
    return this.#watermark(spool) !== spool.savedAcked || books || marks || isLeft
  }

  get #memoryMark(): string | undefined {
    const isQuiet = this.#s.memory.length === 0 && this.#s.time.monoMs >= this.#s.memoryUsedMs + memoryMarkMs
    return isQuiet || (this.#s.closing && this.#s.memory.length === 0) ? undefined : this.#s.memorySince
  }

  /** As far as the watermark may go: it never falls back on disk, and passes no loss that is not told. */
  #watermark(spool: Spool): number {
    return Math.max(spool.savedAcked, Math.min(spool.acked, ...this.#s.untoldFrom.map((seq) => seq - 1)))
  }

  startJob(): void {
    const spool = this.#s.spool
    if (this.#s.job || !spool || this.#s.closed) return
    const next = this.#s.disk === 'failed' ? (this.#repairJob(spool) ?? this.#dueRead(spool)) : this.#nextJob(spool)
    if (!next) return
    this.#s.job = next.job
    this.#s.effects.push({ kind: 'disk', steps: next.steps })
  }

  #nextJob(spool: Spool): Work | undefined {
    const { monoMs } = this.#s.time
    const read = this.#dueRead(spool)
    if (read) return read
    const room = this.#roomJob(spool)
    if (room) return room
    if (this.#s.pending.length > 0 && (monoMs >= this.#s.commitAtMs || this.#s.closing)) return this.#commitJob(spool)
    if (this.#s.gaps.isDirty) {
      const { steps, ...saving } = this.#s.gaps.save(spool.folder)
      return { job: { name: 'gaps', ...saving }, steps }
    }
    if (this.isSettleDirty && (monoMs >= this.#s.settleAtMs || this.#s.closing)) {
      const { steps, saved } = this.#settleSteps(spool)
      return { job: { name: 'settle', saved }, steps }
    }
    if (monoMs < this.#s.tidyAtMs) return undefined
    const segments = spool.expendable(monoMs, this.#s.pending.bytes)
    if (segments.length === 0) this.#s.tidyAtMs = monoMs + tidyEveryMs
    return segments.length === 0 ? undefined : { job: { name: 'unlink', segments }, steps: unlinking(segments) }
  }

  /** Room comes before what needs it: a disk that was full gives what the watermark allows now, and takes the reserve again. */
  #roomJob(spool: Spool): Work | undefined {
    const { monoMs } = this.#s.time
    const segments = this.#s.isFull ? spool.expendable(monoMs, Number.POSITIVE_INFINITY) : []
    if (segments.length > 0) return { job: { name: 'unlink', segments }, steps: unlinking(segments) }
    const isWanted = this.#s.isFull || (this.#s.pending.length > 0 && monoMs >= this.#s.commitAtMs)
    if (this.#s.hasReserve) this.#s.isFull = false
    if (this.#s.hasReserve || !isWanted || this.#s.closing) return undefined
    const file = `${spool.folder}/${reserveFile}`
    return {
      job: { name: 'reserve' },
      steps: [
        { do: 'write', file, bytes: reserve },
        { do: 'sync', file },
        { do: 'syncFolder', folder: spool.folder },
      ],
    }
  }

  #dueRead(spool: Spool): Work | undefined {
    if (!spool.needsReading || this.#s.time.monoMs < this.#s.readAtMs || this.#s.closing) return undefined
    const hole = spool.skipHole()
    this.#tellDamage(hole)
    const segment = spool.segmentToRead()
    return segment && { job: { name: 'read', segment }, steps: [{ do: 'read', file: segment.file }] }
  }

  #commitJob(spool: Spool): Work {
    const pendingBytes = this.#s.pending.bytes
    this.#s.committing = this.#s.pending.take(Number.POSITIVE_INFINITY, this.#s.bounds.groupBytes)
    this.#s.committingBytes = pendingBytes - this.#s.pending.bytes
    const commit = spool.commit(this.#s.committing)
    const next = spool.next + commit.lines.length
    if (!commit.isNew && next <= spool.savedNext + aheadMost) return { job: { name: 'commit', commit }, steps: commit.steps }
    // What a segment may hold is known without it: were it lost, its numbers would be given again.
    const { producer, savedAcked: acked } = spool
    const { savedMemorySince: memorySince } = this.#s
    const marks = memorySince === undefined ? {} : { memorySince }
    const segment = commit.segment.first
    const state: SpoolState = { version: 1, producer, acked, next, segment, deadLetters: this.#s.dead.count, ...marks }
    const saved = (): void => {
      spool.savedNext = next
      this.#savedSegment = segment
    }
    return { job: { name: 'commit', commit, saved }, steps: [...commit.steps, ...stateSteps(spool.folder, state)] }
  }

  #settleSteps(spool: Spool): { readonly steps: readonly Step[]; readonly saved: () => void } {
    const { folder, producer, next } = spool
    const acked = this.#watermark(spool)
    const memorySince = this.#memoryMark
    const segment = this.#s.closing && this.#s.pending.length === 0 ? undefined : spool.currentFirst
    const state: SpoolState = {
      version: 1,
      producer,
      acked,
      next,
      ...(segment === undefined ? {} : { segment }),
      deadLetters: this.#s.dead.count,
      ...(memorySince === undefined ? {} : { memorySince }),
    }
    const dead = this.#s.dead.save(folder)
    const witness = this.#s.witness.save(folder)
    return {
      // Dead letters first: the watermark passes a refused event only when it lies there.
      steps: [...dead.steps, ...witness.steps, ...stateSteps(folder, state)],
      saved: () => {
        dead.saved()
        witness.saved()
        spool.savedAcked = acked
        spool.savedNext = next
        this.#savedSegment = segment
        this.#s.savedMemorySince = memorySince
        if (memorySince === undefined && this.#s.memory.length === 0) this.#s.memorySince = undefined
      },
    }
  }

  /** Takes back what failed and tries the disk with the small files; only when that works does the spool take events again. */
  #repairJob(spool: Spool): Work | undefined {
    if (this.#s.time.monoMs < this.#s.repairAtMs) return undefined
    const free = this.#s.isFull ? this.#freeJob(spool) : undefined
    if (free) return free
    this.#s.repairAtMs = this.#s.time.monoMs + this.#s.bounds.repairMs
    const given = this.#s.isFull ? this.#giveReserve(spool) : []
    // Losses first: the watermark passes none that is not told.
    const gaps = this.#s.gaps.isDirty ? this.#s.gaps.save(spool.folder) : { steps: [], saved: () => undefined }
    const { steps, saved } = this.#settleSteps(spool)
    return {
      job: {
        name: 'repair',
        saved: () => {
          gaps.saved()
          saved()
        },
      },
      steps: [...this.#s.undo, ...given, ...gaps.steps, ...steps],
    }
  }

  /** What the watermark on disk allows to go: new events come before the kept tail. */
  #freeJob(spool: Spool): Work | undefined {
    spool.endSegment()
    const segments = spool.expendable(this.#s.time.monoMs, Number.POSITIVE_INFINITY)
    if (segments.length === 0) return undefined
    return { job: { name: 'free', segments }, steps: [...this.#s.undo, ...unlinking(segments)] }
  }

  /** Only where that frees room, or there is nothing to free: somebody else may take it, and it is there once. */
  #giveReserve(spool: Spool): readonly Step[] {
    if (!spool.frees(this.#watermark(spool)) && !(spool.isEmpty && this.#s.gaps.isDirty)) return []
    this.#s.hasReserve = false
    return [{ do: 'unlink', file: `${spool.folder}/${reserveFile}` }]
  }

  jobDone(bytes: Uint8Array | undefined): void {
    const job = this.#s.job
    this.#s.job = undefined
    switch (job?.name) {
      case 'commit':
        job.saved?.()
        this.#committed(job.commit)
        return
      case 'gaps':
        job.saved()
        for (const ticket of job.tickets) this.#s.effects.push({ kind: 'kept', ticket, kept: 'shed' })
        return
      case 'settle':
        job.saved()
        this.#s.settleAtMs = this.#s.time.monoMs + this.#s.bounds.settleMs
        this.#s.tidyAtMs = 0
        return
      case 'repair':
        job.saved()
        this.#s.undo = []
        this.#s.holdsMemory = false
        this.#s.disk = 'ok'
        this.#s.diskBecause = undefined
        this.#s.gaps.diskIsBack()
        return
      case 'reserve':
        this.#s.hasReserve = true
        return
      case 'free':
        this.#s.undo = []
        this.#s.holdsMemory = false
        this.#s.spool?.removed(job.segments)
        return
      case 'unlink':
        this.#s.spool?.removed(job.segments)
        return
      case 'read': {
        const lost = this.#s.spool?.show(job.segment, bytes) ?? []
        this.#tellDamage(lost)
        return
      }
      case undefined:
        return
    }
  }

  jobFailed(because: string): void {
    const job = this.#s.job
    this.#s.job = undefined
    this.#s.alarm('spool_failed', `The spool's disk fails, events are kept in memory: ${because}`)
    this.#s.diskBecause = because
    if (job?.name === 'read') {
      this.#s.readAtMs = this.#s.time.monoMs + this.#s.bounds.repairMs
      return
    }
    this.#s.isFull = noRoom.test(because)
    if (job?.name === 'repair' || job?.name === 'free') {
      this.#s.repairAtMs = this.#s.time.monoMs + this.#s.bounds.repairMs
      this.#s.holdsMemory = false
      this.#s.gaps.saveFailed([])
      return
    }
    this.#s.disk = 'failed'
    // Without the reserve there is nothing more to try at once.
    this.#s.repairAtMs = this.#s.time.monoMs + (job?.name === 'reserve' ? this.#s.bounds.repairMs : 0)
    if (job?.name === 'commit') this.#commitFailed(job.commit)
    this.#moveToMemory(this.#s.pending.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY))
    // Nobody waits any longer for a loss to be written down: it is counted here until the disk is back.
    const { tickets } = job?.name === 'gaps' ? job : { tickets: [] }
    for (const ticket of this.#s.gaps.saveFailed(tickets)) this.#s.effects.push({ kind: 'kept', ticket, kept: 'shed' })
  }

  #committed(commit: Commit): void {
    this.#s.spool?.committed(commit)
    this.#s.tidyAtMs = 0
    this.#s.committing = []
    this.#s.committingBytes = 0
    this.#s.commitAtMs = this.#s.time.monoMs + this.#s.bounds.commitMs
    for (const { ticket, damage } of commit.offers) {
      if (ticket !== undefined) this.#s.effects.push({ kind: 'kept', ticket, kept: 'disk' })
      if (damage) this.#s.untoldFrom = this.#s.untoldFrom.filter((from) => from !== damage[0])
    }
  }

  #commitFailed(commit: Commit): void {
    this.#s.undo = this.#s.spool?.undo(commit) ?? []
    this.#s.holdsMemory = true
    this.#s.committing = []
    this.#s.committingBytes = 0
    this.#moveToMemory(commit.offers)
  }

  #tellDamage(found: readonly NumberRange[], doubtfulFrom = Number.POSITIVE_INFINITY): void {
    const ranges = found.filter((range) => !isWithin(range, this.#s.told))
    if (ranges.length === 0) return
    this.#s.told = [...this.#s.told, ...ranges]
    for (const range of ranges) {
      const most = range[1] - range[0] + 1
      // Where the end is damaged the range is the most there may have been: nobody can count.
      const count = range[1] >= doubtfulFrom ? undefined : most
      this.#s.damaged += Math.max(0, Math.min(most, doubtfulFrom - range[0]))
      this.#s.untoldFrom = [...this.#s.untoldFrom, range[0]]
      const losses = { ...noLosses, count, causes: ['damaged' as const], ranges: [range] }
      const id = this.#s.rng.uuid(this.#s.time.wallMs)
      const event = gapEvent(losses, { id, producer: this.#s.spool?.producer ?? '', nowMs: this.#s.time.wallMs })
      const json = JSON.stringify(event)
      const { monoMs: atMs, wallMs } = this.#s.time
      const bytes = utf8Bytes(json).length
      this.#s.pending.push({
        id,
        action: event.action,
        occurredAt: event.occurredAt,
        json,
        bytes,
        severity: 'high',
        atMs,
        wallMs,
        damage: range,
      })
    }
    this.#s.alarm(
      'spool_damaged',
      'Part of the spool cannot be read. The events in it are lost; the trail will say which numbers.',
    )
  }
}

const stateSteps = (folder: string, state: SpoolState): readonly Step[] =>
  replaceSteps(folder, stateFile, utf8Bytes(`${JSON.stringify(state)}\n`))

const unlinking = (segments: readonly Segment[]): readonly Step[] => segments.map(({ file }) => ({ do: 'unlink', file }))
