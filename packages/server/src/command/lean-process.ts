/**
 * What V8 takes at its start only. Left to itself it lets the space for new objects of the main thread grow to 64 MiB a half, in which
 * the buffers of what was answered long ago wait too, and the rest to several times of what is alive.
 */
const flags = ['--max-semi-space-size=4', '--heap-growing-percent=100'] as const

/** The arguments of Node for a server that keeps little memory; undefined where it has them, or somebody chose otherwise. */
export const leanArguments = (given: readonly string[], options = ''): readonly string[] | undefined =>
  /semi[-_]space|heap[-_]growing/.test(`${given.join(' ')} ${options}`) ? undefined : [...given, ...flags]

/**
 * Puts Node in the place of this process once more, with those arguments: same id, folder and streams, no process more. Comes back
 * where it has them, where the system cannot do that or may not (Node's permissions), or where a parent speaks with this process over
 * a channel, which would be cut.
 */
export const becomeLean = (): void => {
  const lean = leanArguments(process.execArgv, process.env.NODE_OPTIONS)
  if (lean === undefined || process.execve === undefined || process.platform === 'win32' || process.connected) return
  if (process.permission !== undefined) return
  process.execve(process.execPath, [process.argv0, ...lean, ...process.argv.slice(1)], process.env)
}
