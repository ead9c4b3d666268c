// A program that records until it is killed, and says of each event what it was told: run as a process of its own.
//   node spooling-program.ts URL KEY FOLDER spool|outbox
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openDelivery } from '../../src/delivery/delivery.ts'
import { sqliteOutbox } from '../../src/outbox/index.ts'

const [, , url = '', key = '', folder = '', way = 'spool'] = process.argv

const makeEvent = (number: number) => ({
  id: crypto.randomUUID(),
  action: 'order.updated',
  occurredAt: new Date().toISOString(),
  actor: { type: 'user' as const, id: 'u_7' },
  object: { type: 'order', id: String(number) },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function spool(): Promise<void> {
  const delivery = openDelivery({ url, key, folder, onAlarm: () => undefined })
  for (let number = 0; ; number++) {
    const events = Array.from({ length: 1 + (number % 20) }, () => makeEvent(number))
    const kept = await Promise.all(events.map((event) => delivery.spooled(event, 'normal')))
    for (const [at, event] of events.entries()) say(`${kept[at]} ${event.id}`)
  }
}

async function outbox(): Promise<void> {
  const db = new DatabaseSync(join(folder, 'shop.db'), { timeout: 2_000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS payout (id TEXT PRIMARY KEY)')
  const box = sqliteOutbox(db)
  openDelivery({ url, key, folder, outbox: box, onAlarm: () => undefined })
  for (let number = 0; ; number++) {
    const event = makeEvent(number)
    db.exec('BEGIN')
    db.prepare('INSERT INTO payout (id) VALUES (?)').run(event.id)
    box.put(db, event)
    // The relay gets its turn while the transaction is open, and must not look at it.
    await new Promise((later) => setTimeout(later, number % 3))
    db.exec(number % 4 === 3 ? 'ROLLBACK' : 'COMMIT')
    if (number % 4 === 3) say(`rolledback ${event.id}`)
    await new Promise((later) => setTimeout(later, number % 2))
  }
}

await (way === 'outbox' ? outbox() : spool())
