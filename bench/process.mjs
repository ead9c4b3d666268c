// What a process costs, read from /proc: CPU and resident memory. Linux only; rows that need it say so elsewhere.
import { readdirSync, readFileSync } from 'node:fs'

/** Why such a row cannot run here; undefined where it can. */
export const whyNoProcess = process.platform === 'linux' ? undefined : 'not run: reads /proc'

/** CPU seconds of a process so far, user and system, all threads (clock ticks of a hundredth). */
export function cpuSeconds(pid) {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export const residentMiB = (pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)

/** The fields behind the process's name: state, parent, … */
function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** The processes that one has started and that still run: its search processes. */
function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(statOf(name)[1]) === pid
      } catch {
        return false // it has ended meanwhile
      }
    })
    .map(Number)
}

/** Watches resident memory until the answer is called; answers the most of the process, of its children, and of all. */
export function watchMemory(pid, everyMs = 200) {
  const most = { server: 0, searches: 0, largest: 0, all: 0 }
  const look = () => {
    try {
      const server = residentMiB(pid)
      const each = childrenOf(pid).map(residentMiB)
      const searches = each.reduce((sum, mebibytes) => sum + mebibytes, 0)
      most.largest = Math.max(most.largest, ...each)
      most.server = Math.max(most.server, server)
      most.searches = Math.max(most.searches, searches)
      most.all = Math.max(most.all, server + searches)
    } catch {
      // a process that ended between two looks
    }
  }
  const timer = setInterval(look, everyMs)
  return () => {
    look()
    clearInterval(timer)
    return most
  }
}
