export * from './case-as-record.ts'
export * from './names-in-path.ts'
export * from './record-state.ts'
