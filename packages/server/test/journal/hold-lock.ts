import { lockFolder } from '../../src/journal/folder-lock.ts'

/** Run as a process: takes the folder it is given, keeps nothing of it, collects memory where it may, says so, and waits. */
lockFolder(process.argv[2] ?? '')
globalThis.gc?.()
process.stdout.write('held\n')
setInterval(() => {}, 60_000)
