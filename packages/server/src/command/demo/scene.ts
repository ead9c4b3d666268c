import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { type EventInput, toBase64url } from '@daybook/core'
import { openSqliteReader } from '../../journal/sqlite-journal.ts'
import { openSigner, type Signer } from '../../signer/signer.ts'
import { keysPath, memoryPath } from '../../signer/trail-keys.ts'
import { ask, trailPath } from '../answer.ts'
import { type Client, openClient } from '../client.ts'
import { CommandFailure } from '../failure.ts'
import { BackOffice } from '../trial/back-office.ts'
import type { Scratch } from '../trial/scratch.ts'

/** A trail to be attacked, and what somebody outside of its machine keeps of it. All paths lie in the scratch folder. */
export interface Scene {
  readonly trail: string
  readonly journal: string
  /** The keys folder; undefined where it is a copy of somebody's trail, whose keys stay where they are. */
  readonly keys: string | undefined
  readonly policy: string
  /** What the signer remembers. */
  readonly signed: { readonly size: number; readonly root: Uint8Array } | undefined
  readonly size: number
  /** A checkpoint that somebody kept outside, and how many events it covers. */
  readonly anchor: { readonly size: number; readonly note: string }
  /** The answer to an append, as the sender of a position keeps it. */
  receiptFor(position: number): Promise<string>
}

interface Answer {
  readonly checkpoint: string
  readonly results: readonly { readonly seq: number }[]
}

const trail = 'back-office'
const batches = [70, 70, 60] as const

/** Makes a trail of 200 events through the public interface; the checkpoint after the second batch is kept outside. */
export async function makeScene(scratch: Scratch): Promise<Scene> {
  const data = join(scratch.folder, 'original')
  const client = await openClient({ data }, { mayCreate: true })
  const answers: Answer[] = []
  try {
    await ask(client, 'POST', '/v1/trails', { name: trail })
    const office = new BackOffice(3, Date.now() - 3_600_000)
    for (const size of batches) answers.push(await append(client, office.some(size)))
  } finally {
    await client.close()
  }
  const [, seen] = answers
  if (seen === undefined) throw new Error('an append was not answered')
  const keys = `${data}-keys`
  const signer = await openSigner(keys, trail)
  return sceneOf({ journal: join(data, 'trails', trail, 'journal.db'), trail, keys, signer, kept: seen.checkpoint })
}

const append = (client: Client, events: readonly EventInput[]): Promise<Answer> =>
  ask<Answer>(client, 'POST', trailPath(trail, '/events?wait=checkpoint'), events)

const largestBytes = 256 * 1024 * 1024

/** Takes a copy of a trail, beside whoever has the folder open. Its newest checkpoint is what somebody keeps outside. */
export async function copyScene(
  from: { readonly data: string; readonly trail: string; readonly keys: string },
  scratch: Scratch,
): Promise<Scene> {
  const source = join(from.data, 'trails', from.trail, 'journal.db')
  if (!existsSync(source))
    throw new CommandFailure('no_trail', `There is no trail ${from.trail} in ${from.data}.`, {
      todo: '"daybook trail list" shows the trails.',
    })
  if (statSync(source).size > largestBytes)
    throw new CommandFailure(
      'trail_too_large',
      `The trail ${from.trail} is too large to be played with: the copies would need gigabytes.`,
      {
        todo: 'Leave --data away: the demonstration then makes a small trail of its own.',
      },
    )
  // Before the copy is taken: a server that goes on meanwhile signs for more than the copy has.
  const signer = await openSigner(from.keys, from.trail)
  const copy = join(scratch.folder, 'original.db')
  const db = new DatabaseSync(source, { readOnly: true })
  try {
    await backup(db, copy)
  } finally {
    db.close()
  }
  return sceneOf({ journal: copy, trail: from.trail, keys: undefined, signer, kept: undefined })
}

interface SceneParts {
  readonly journal: string
  readonly trail: string
  readonly keys: string | undefined
  readonly signer: Signer
  readonly kept: string | undefined
}

async function sceneOf({ journal, trail: name, keys, signer, kept }: SceneParts): Promise<Scene> {
  const reader = await openSqliteReader(journal)
  const { size } = await reader.size()
  const note = kept ?? (await reader.checkpoint())
  await reader.close()
  if (note === undefined || size < 3)
    throw new CommandFailure('trail_too_small', `The trail ${name} has too few events to show anything.`, {
      todo: 'Leave --data away: the demonstration then makes a trail of its own.',
    })
  return {
    trail: name,
    journal,
    keys,
    policy: signer.policy,
    signed: signer.last,
    size,
    anchor: { size: Number(note.split('\n')[1]), note },
    receiptFor: (position) => receiptFor(journal, position),
  }
}

/** As the answer to its append had it: the position and the event's hash. */
async function receiptFor(journal: string, position: number): Promise<string> {
  const reader = await openSqliteReader(journal)
  const hash = await reader.hashes(position, position + 1)
  await reader.close()
  return JSON.stringify({ results: [{ seq: position, hash: toBase64url(hash) }] })
}

/** A copy of the scene's files for one attack. */
export function copyFiles(scene: Scene, folder: string): { readonly journal: string; readonly keys: string | undefined } {
  mkdirSync(folder, { mode: 0o700 })
  const journal = join(folder, 'journal.db')
  copyFileSync(scene.journal, journal)
  if (scene.keys === undefined) return { journal, keys: undefined }
  const keys = join(folder, 'keys')
  mkdirSync(keys, { mode: 0o700 })
  for (const path of [keysPath, memoryPath]) copyFileSync(path(scene.keys, scene.trail), path(keys, scene.trail))
  return { journal, keys }
}
