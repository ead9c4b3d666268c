export * from './changes-from.ts'
export * from './diff-records.ts'
export { plainValue } from './plain-value.ts'
