export * from './accepted-checkpoint.ts'
export type { BundleReader } from './bundle-reader.ts'
export * from './check-slots.ts'
export type { KeptEvidence, KeptText } from './evidence.ts'
export {
  type Finding,
  type FindingCode,
  findingCodes,
  type Report,
  type Verdict,
  type VerifiedCounts,
} from './report.ts'
export type { StoreReader } from './store-reader.ts'
export { verifyBundle } from './verify-bundle.ts'
export { type EventWithProof, verifyEvent } from './verify-event.ts'
export { type StoreEvidence, verifyStore } from './verify-store.ts'
