import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { isMalformed, type KeptEvidence, type Policy, parsePolicy } from '@daybook/core'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { CommandFailure } from '../failure.ts'

/** The policy that judges; nothing is verified without one. */
export function readPolicy(path: string): Policy {
  const policy = parsePolicy(readText(path), nodeCrypto)
  if (!isMalformed(policy)) return policy
  throw new CommandFailure('bad_policy', `${path} ${policy.why}.`, {
    todo: 'A policy is what "daybook trail policy NAME" prints.',
  })
}

export function readEvidence(checkpoints: readonly string[], receipts: readonly string[]): KeptEvidence {
  const kept = (path: string) => ({ name: basename(path), text: readText(path) })
  return { anchors: checkpoints.map(kept), receipts: receipts.map(kept) }
}

export function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const why = error instanceof TypeError ? 'is not UTF-8 text' : 'cannot be read'
    throw new CommandFailure('file_unreadable', `${path} ${why}.`, { todo: 'Check the path.' })
  }
}
