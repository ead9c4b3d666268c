import { join } from 'node:path'
import { pino } from 'pino'
import { openDaybook } from '../../src/daybook.ts'
import { listen } from '../../src/listen.ts'

/** A server of its own, to be killed: `folder`. Says where it listens and its token in one line. */
const [folder = ''] = process.argv.slice(2)
const daybook = await openDaybook({ data: join(folder, 'data'), log: pino({ level: 'silent' }), passwordCost: 10 })
const { url } = await listen(daybook, { host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ url, token: daybook.localToken })}\n`)
