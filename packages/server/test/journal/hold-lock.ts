import { lockFolder } from '../../src/journal/folder-lock.ts'

/** Run as a process: takes the folder it is given, says so, and holds it. */
lockFolder(process.argv[2] ?? '')
process.stdout.write('held\n')
setInterval(() => {}, 60_000)
