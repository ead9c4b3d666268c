import { join } from 'node:path'
import { isMalformed, type KeptEvidence, parsePolicy, type Report, type StoreEvidence, verifyStore } from '@daybook/core'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { openSqliteReader } from '../../journal/sqlite-journal.ts'
import { readMemory } from '../../signer/signed-memory.ts'
import { memoryPath } from '../../signer/trail-keys.ts'
import type { Scratch } from '../trial/scratch.ts'
import { type Attack, attacks } from './attacks.ts'
import { copyFiles, copyScene, makeScene, type Scene } from './scene.ts'

/** Who looks: the trail's own rows and signature, the same with one more piece of knowledge. */
export const checks = ['alone', 'signer', 'checkpoint', 'receipt'] as const
export type Check = (typeof checks)[number]
type Reports = { readonly [check in Check]: Report }

export interface Attacked {
  readonly name: string
  readonly story: string
  readonly edit: string
  readonly reports: Reports
  /** Which checks have to find it, and which cannot. */
  readonly expected: readonly Check[]
  readonly found: readonly Check[]
}

export interface TamperOutcome {
  readonly trail: string
  readonly size: number
  readonly anchorSize: number
  readonly original: Reports
  readonly attacked: readonly Attacked[]
  /** The original holds for everybody, and every attack is found by the checks that should and by no others. */
  readonly good: boolean
}

export interface TamperWhat {
  readonly data: string
  readonly trail: string
  readonly keys: string
}

/** Attacks copies of a trail in every way that a demonstration has, and lets everybody look. The trail itself is only read. */
export async function tamper(what: TamperWhat | undefined, scratch: Scratch): Promise<TamperOutcome> {
  const scene = what === undefined ? await makeScene(scratch) : await copyScene(what, scratch)
  const original = await look(scene, { journal: scene.journal, keys: scene.keys }, Math.floor(scene.size / 2))
  const attacked: Attacked[] = []
  for (const attack of attacks) {
    if (attack.needsKeys && scene.keys === undefined) continue
    const one = await carryOut(attack, scene, join(scratch.folder, attack.name))
    if (one !== undefined) attacked.push(one)
  }
  const holds = checks.every((check) => original[check].verdict === 'holds')
  const good = holds && attacked.every(({ expected, found }) => expected.join() === found.join())
  return { trail: scene.trail, size: scene.size, anchorSize: scene.anchor.size, original, attacked, good }
}

async function carryOut(attack: Attack, scene: Scene, folder: string): Promise<Attacked | undefined> {
  const files = copyFiles(scene, folder)
  const done = attack.carryOut(files, scene)
  if (done === undefined) return undefined
  const reports = await look(scene, files, done.receiptOf)
  const found = checks.filter((check) => reports[check].verdict === 'broken')
  return { name: attack.name, story: attack.story, edit: done.edit, reports, expected: attack.foundBy, found }
}

interface Files {
  readonly journal: string
  readonly keys: string | undefined
}

async function look(scene: Scene, files: Files, receiptOf: number): Promise<Reports> {
  const policy = parsePolicy(scene.policy, nodeCrypto)
  if (isMalformed(policy)) throw new Error(`the policy ${policy.why}`)
  const [log] = policy.logs
  const signed =
    files.keys === undefined ? scene.signed : readMemory(memoryPath(files.keys, scene.trail), log?.key.name ?? '')?.last
  const receipts: KeptEvidence = { receipts: [{ name: 'receipt.json', text: await scene.receiptFor(receiptOf) }] }
  const anchors: KeptEvidence = { anchors: [{ name: 'kept-outside.checkpoint', text: scene.anchor.note }] }
  const verify = async (evidence: StoreEvidence): Promise<Report> => {
    const reader = await openSqliteReader(files.journal)
    try {
      return await verifyStore(reader, policy, nodeCrypto, evidence)
    } finally {
      await reader.close()
    }
  }
  return {
    alone: await verify({}),
    signer: await verify(signed === undefined ? {} : { signed }),
    checkpoint: await verify(anchors),
    receipt: await verify(receipts),
  }
}
