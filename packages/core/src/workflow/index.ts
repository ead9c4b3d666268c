export { durationMs } from './duration-ms.ts'
export * from './workflow-case.ts'
