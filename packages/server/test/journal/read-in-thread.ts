import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteReader } from '../../src/journal/sqlite-journal.ts'

/** Run as a thread: reads the end of the journal whose path it is given. */
const reader = await openSqliteReader(workerData)
const { size } = await reader.size()
const [last] = await reader.read({ from: 0, to: size, limit: 1, order: 'desc', which: 'all' })
const core = last?.state === 'present' ? last.slots.find(({ name }) => name === 'core') : undefined
const id = core?.state === 'disclosed' ? JSON.parse(core.disclosure)[2].id : undefined
await reader.close()
parentPort?.postMessage({ size, last: id })
