import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type Destination, giveYear, type YearOptions, yearFor } from './load.ts'

/**
 * Entry of a thread that makes the year while the server starts, and loads it when it is told where to. Says
 * `{ sent, of }` as it goes, and `{ loaded }` at its end: how many events, or undefined where the tool had its year.
 */
const port = parentPort
if (!port) throw new Error('the year is made in a thread')

try {
  // On Linux a priority is a thread's own: who takes the events and makes them searchable goes first, so that all end together.
  setPriority(0, 4)
} catch {
  // Then it takes longer until the last of them can be searched.
}

const options = workerData as YearOptions
const year = yearFor(options)
port.once('message', async (destination: Destination) => {
  if (year) await giveYear(year, options, destination, (sent, of) => port.postMessage({ sent, of }))
  port.postMessage({ loaded: year?.events.length })
})
