export * from './changes-from.ts'
export * from './diff-records.ts'
