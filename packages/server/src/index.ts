export { type Daybook, type DaybookOptions, openDaybook } from './daybook.ts'
export { type Listening, type ListenOptions, listen } from './http/listen.ts'
export { FolderInUse } from './journal/folder-lock.ts'
export * from './journal/journal.ts'
