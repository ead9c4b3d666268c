// Preloaded into a server by the campaigns: its wall clock is off by as many milliseconds as the file says.
import { readFileSync } from 'node:fs'

const real = Date.now
let offMs = 0
const look = () => {
  try {
    offMs = Number(readFileSync(process.env.DAYBOOK_TEST_CLOCK ?? '', 'utf8')) || 0
  } catch {
    // No file: the clock is right.
  }
}
look()
setInterval(look, 50).unref()
Date.now = () => real() + offMs
