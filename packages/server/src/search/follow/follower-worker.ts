import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { FollowerHost } from './follower-host.ts'
import type { FromFollower, ToFollower } from './index-state.ts'

/** Entry of the thread that keeps the indexes up: messages in, messages out. Everything it does is in `FollowerHost`. */
const port = parentPort
if (!port) throw new Error('the follower is started as a thread')
const { data } = workerData as { readonly data: string }

try {
  // On Linux a priority is a thread's own: whoever appends or searches goes first.
  setPriority(0, 2)
} catch {
  // It follows without.
}

const host = new FollowerHost(data, (message: FromFollower) => port.postMessage(message))
port.on('message', (message: ToFollower) => {
  if (message.kind === 'stop') void host.stop().then(() => port.close())
  else host.hear(message)
})
