export * from './workflow-case.ts'
