// What a process costs, read from /proc: CPU and resident memory. Linux only; rows that need it say so elsewhere.
import { readdirSync, readFileSync } from 'node:fs'

/** Why such a row cannot run here; undefined where it can. */
export const whyNoProcess = process.platform === 'linux' ? undefined : 'not run: reads /proc'

/** CPU seconds of a process so far, user and system, all threads (clock ticks of a hundredth). */
export function cpuSeconds(pid) {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export const residentMiB = (pid) => Math.round(memoryOf(pid).resident)

/** MiB of a process: all that is resident, and what of it are pages of files, which processes of one program share. */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const figure = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
  return { resident: figure('VmRSS'), files: figure('RssFile') }
}

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

/**
 * Watches resident memory until the answer is called; answers the most, in MiB, of the process, of its children, of the largest of
 * these, of all together, and of all together with pages of files counted once: what a machine has to have for them.
 */
export function watchMemory(pid, everyMs = 200) {
  const most = { server: 0, searches: 0, largest: 0, all: 0, once: 0 }
  const look = () => {
    try {
      const server = memoryOf(pid)
      const each = childrenOf(pid).map(memoryOf)
      const searches = sum(each.map(({ resident }) => resident))
      const files = [server, ...each].map((one) => one.files)
      const all = server.resident + searches
      const found = { server: server.resident, searches, all, once: all - sum(files) + Math.max(...files) }
      found.largest = Math.max(0, ...each.map(({ resident }) => resident))
      for (const [name, mebibytes] of Object.entries(found)) most[name] = Math.max(most[name], Math.round(mebibytes))
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

const sum = (figures) => figures.reduce((total, figure) => total + figure, 0)
