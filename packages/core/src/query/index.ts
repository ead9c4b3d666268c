export * from './query.ts'
