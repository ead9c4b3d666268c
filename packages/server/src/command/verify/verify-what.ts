import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type BundleReader, type KeptEvidence, type Policy, type Report, verifyBundle, verifyStore } from '@daybook/core'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { openSqliteReader } from '../../journal/sqlite-journal.ts'
import { readMemory } from '../../signer/signed-memory.ts'
import { memoryPath } from '../../signer/trail-keys.ts'
import { CommandFailure } from '../failure.ts'
import { FolderFiles } from './folder-files.ts'
import { LogUrlFiles } from './log-url-files.ts'
import { isProofFile, verifyProofFile } from './proof-file.ts'
import { tellServer } from './tell-server.ts'
import { unpack } from './unpack.ts'

export interface VerifyRequest {
  /** A path or a URL. */
  readonly what: string
  readonly policy: Policy
  readonly kept: KeptEvidence
  readonly trail: string | undefined
  readonly keys: string | undefined
  readonly key: string | undefined
  readonly eventFile: string | undefined
}

export interface Checked {
  /** What it turned out to be, in words. */
  readonly kind: string
  readonly report: Report
}

/** Finds out what is to be verified, and verifies it. Throws `CommandFailure` where it is nothing that can be. */
export async function verifyWhat(request: VerifyRequest): Promise<Checked> {
  const { what } = request
  if (/^https?:\/\//.test(what)) return verifyLog(request)
  if (!existsSync(what)) throw new CommandFailure('not_found', `There is no ${what}.`, { todo: 'Check the path.' })
  if (!statSync(what).isDirectory()) return verifyFile(request)
  if (existsSync(join(what, 'trails')) && !existsSync(join(what, 'manifest.json'))) return verifyStored(request)
  return check('a bundle', new FolderFiles(what), request)
}

const check = async (kind: string, files: BundleReader, { policy, kept }: VerifyRequest): Promise<Checked> => ({
  kind,
  report: await verifyBundle(files, policy, nodeCrypto, kept),
})

/** Entries and tiles without the events: what they say stays unread, and the report says so. */
async function verifyLog(request: VerifyRequest): Promise<Checked> {
  const files = await LogUrlFiles.open(request.what, request.key)
  const kept = { ...request.kept, isCurrent: true }
  const checked = await check('the log of a running server', files, { ...request, kept })
  const { report } = checked
  await tellServer(request.what, request.key, report)
  if (report.verdict !== 'holds') return checked
  const [signed = '', , ...older] = report.proven
  const whole = 'The entries and tiles the server gives are whole, and make the root that was signed.'
  const closing = `It holds. ${signed} The server’s log is that log, entry for entry.`
  return {
    ...checked,
    report: { ...report, proven: [signed, whole, ...older], closing },
  }
}

async function verifyFile(request: VerifyRequest): Promise<Checked> {
  if (isProofFile(request.what)) return { kind: 'a proof', report: verifyProofFile(request) }
  const unpacked = await unpack(request.what)
  try {
    return await check('a packed bundle', new FolderFiles(unpacked.folder), request)
  } finally {
    await unpacked.remove()
  }
}

/** Reads the rows beside whoever has the folder open, and what the signer remembers where its folder is at hand; writes nothing. */
async function verifyStored(request: VerifyRequest): Promise<Checked> {
  const { what: data, policy, kept } = request
  const trail = request.trail ?? onlyTrail(data)
  if (!existsSync(join(data, 'trails', trail, 'journal.db'))) {
    throw new CommandFailure('no_trail', `There is no trail ${trail} in ${data}.`, {
      todo: '"daybook trail list" shows the trails.',
    })
  }
  const keys = request.keys ?? `${resolve(data)}-keys`
  const journal = await openSqliteReader(join(data, 'trails', trail, 'journal.db'))
  try {
    const signed = policy.logs
      .map((log) => readMemory(memoryPath(keys, trail), log.key.name)?.last)
      .find((last) => last !== undefined)
    const report = await verifyStore(journal, policy, nodeCrypto, { ...kept, ...(signed === undefined ? {} : { signed }) })
    return { kind: `the stored rows of trail ${trail}`, report }
  } finally {
    await journal.close()
  }
}

function onlyTrail(data: string): string {
  const trails = readdirSync(join(data, 'trails'))
  const [only] = trails
  if (only !== undefined && trails.length === 1) return only
  throw new CommandFailure('no_trail', 'Which trail of the data folder?', { todo: `Name it with --trail: ${trails.join(', ')}.` })
}
