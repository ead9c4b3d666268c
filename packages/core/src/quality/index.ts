export * from './check-catalogue.ts'
export type { Defect, DefectName } from './defect.ts'
export * from './defects-of.ts'
export { clockToleranceMs, lateAfterMs } from './time-checks.ts'
