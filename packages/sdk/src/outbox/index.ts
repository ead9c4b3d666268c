export { type SqliteConnection, type SqliteOutbox, type SqliteStatement, sqliteOutbox } from './sqlite-outbox.ts'
