export * from './record-state.ts'
