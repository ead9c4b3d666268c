// Starts searching clients in a process of their own, and stops them.
import { fork } from 'node:child_process'
import { once } from 'node:events'

/** `count` clients that search until the answer is called; that gives how long each list took, and how many were refused. */
export async function searchLoad(server, count, pauseMs) {
  const child = fork(new URL('searching-clients.mjs', import.meta.url), [server.url, server.reader, `${count}`, `${pauseMs}`])
  await once(child, 'message')
  return async () => {
    const said = once(child, 'message')
    const ended = once(child, 'exit')
    child.send('stop')
    const [figures] = await said
    await ended
    return figures
  }
}
