export * from './journal/journal.ts'
