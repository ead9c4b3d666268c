import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Answer, append, exportAndVerify, listAll, makeEvent, prepare, serve } from './running-server.ts'

/** A file system of its own, a few MiB large; undefined where mounting is not allowed. */
function smallDisk(): { path: string; unmount(): void } | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const path = mkdtempSync(join(tmpdir(), 'daybook-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', path]).status !== 0) {
    rmSync(path, { recursive: true })
    return undefined
  }
  return {
    path,
    unmount: () => {
      spawnSync('umount', ['-l', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Whether system calls of another process can be made to fail here. */
const canTrace = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/strace')

const disk = smallDisk()

it.skipIf(!disk)(
  'answers 503 storage_full on a full disk, goes on reading, loses nothing and resumes (needs root and mount)',
  async () => {
    if (!disk) return
    const data = join(disk.path, 'data')
    mkdirSync(data)
    const prepared = prepare(data)
    const server = await serve(data)
    try {
      const stored = new Set<string>()
      let full: Answer | undefined
      for (let round = 0; round < 400 && !full; round++) {
        const events = Array.from({ length: 50 }, () =>
          makeEvent(Buffer.from(crypto.getRandomValues(new Uint8Array(400))).toString('base64')),
        )
        const answer = await append(server.url, prepared.writer, events)
        if (answer.status === 503) full = answer
        else {
          expect(answer.status).toBe(200)
          for (const event of events) stored.add(event.id)
        }
      }
      expect(full?.body.code).toBe('storage_full')
      expect(Number(full?.retryAfter)).toBeGreaterThan(0)
      expect(new Set((await listAll(server.url, prepared.reader)).map((event) => event.id))).toEqual(stored)

      spawnSync('mount', ['-o', 'remount,size=64m', disk.path])
      const resumed = makeEvent()
      let answer: Answer
      const deadline = Date.now() + 60_000
      do {
        await new Promise((later) => setTimeout(later, 200))
        answer = await append(server.url, prepared.writer, [resumed])
      } while (answer.status === 503 && Date.now() < deadline)
      expect(answer.status).toBe(200)
      stored.add(resumed.id)
      expect(new Set((await listAll(server.url, prepared.reader)).map((event) => event.id))).toEqual(stored)
      await server.stop()
      const verified = await exportAndVerify(prepared)
      expect(verified.code, verified.stdout + verified.stderr).toBe(0)
    } finally {
      await server.stop()
      prepared.remove()
      disk.unmount()
    }
  },
)

it.skipIf(!canTrace)(
  'seals after a failed fsync: no more answers of stored until a fresh process has checked the tail (needs root and strace)',
  async () => {
    const prepared = prepare()
    const first = await serve(prepared.data)
    try {
      const before = makeEvent()
      expect((await append(first.url, prepared.writer, [before])).status).toBe(200)

      const trace = spawn(
        'strace',
        [
          '-f',
          '-p',
          String(first.pid),
          '-e',
          'trace=fsync,fdatasync',
          '-e',
          'inject=fsync,fdatasync:error=EIO:when=1+',
          '-o',
          '/dev/null',
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      )
      await once(trace.stderr, 'data')
      await new Promise((later) => setTimeout(later, 300))
      const during = makeEvent()
      const refused = await append(first.url, prepared.writer, [during])
      expect(refused.status).toBe(503)
      expect(refused.body.code).toBe('storage_fault')
      trace.kill('SIGINT')
      await once(trace, 'exit')

      const after = await append(first.url, prepared.writer, [makeEvent()])
      expect([after.status, after.body.code]).toEqual([503, 'storage_fault'])
      expect((await listAll(first.url, prepared.reader)).map((event) => event.id)).toContain(before.id)
      await first.kill()

      const second = await serve(prepared.data)
      const again = await append(second.url, prepared.writer, [before, during])
      expect(again.body.results?.[0]?.status).toBe('duplicate')
      expect(['stored', 'duplicate']).toContain(again.body.results?.[1]?.status)
      expect((await listAll(second.url, prepared.reader)).filter((event) => event.id === during.id)).toHaveLength(1)
      await second.stop()
      const verified = await exportAndVerify(prepared)
      expect(verified.code, verified.stdout + verified.stderr).toBe(0)
    } finally {
      await first.kill()
      prepared.remove()
    }
  },
)

it('refuses to start over a missing journal instead of making a new one', async () => {
  const prepared = prepare()
  try {
    const server = await serve(prepared.data)
    await append(server.url, prepared.writer, [makeEvent()])
    await server.stop()
    for (const name of ['journal.db', 'journal.db-wal', 'journal.db-shm'])
      rmSync(join(prepared.data, 'trails/faults', name), { force: true })
    writeFileSync(join(prepared.folder, 'note.txt'), 'the journal is gone')
    const answer = await serve(prepared.data).then(
      async (started) => {
        const result = await append(started.url, prepared.writer, [makeEvent()])
        await started.stop()
        return `${result.status} ${result.body.code} ${result.body.detail}`
      },
      (error: Error) => error.message,
    )
    expect(answer).toMatch(/journal\.db|sealed/)
    expect(answer).not.toMatch(/^200/)
    expect(existsSync(join(prepared.data, 'trails/faults/journal.db'))).toBe(false)
  } finally {
    prepared.remove()
  }
})
