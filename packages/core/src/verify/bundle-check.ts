import type { Verifying } from '../crypto/ports.ts'
import { utf8Text } from '../crypto/utf8.ts'
import type { BundleManifest } from '../ledger/bundle-manifest.ts'
import type { SignedCheckpoint } from './accepted-checkpoint.ts'
import type { BundleReader } from './bundle-reader.ts'
import type { Evidence } from './evidence.ts'
import type { Findings } from './report.ts'
import type { Statements } from './statements.ts'

/** Everything the parts of a bundle's verification share. */
export interface BundleCheck {
  readonly files: BundleReader
  readonly manifest: BundleManifest
  readonly checkpoint: SignedCheckpoint
  readonly checkpointText: string
  readonly statements: Statements
  readonly evidence: Evidence
  readonly findings: Findings
  readonly verifying: Verifying
}

/** A file's text; for bytes that are not UTF-8 a text that nothing accepts. */
export const readText = async (files: BundleReader, path: string): Promise<string | undefined> => {
  const bytes = await files.read(path)
  return bytes && (utf8Text(bytes) ?? '\0')
}
