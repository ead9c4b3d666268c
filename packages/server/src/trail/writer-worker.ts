import { parentPort, workerData } from 'node:worker_threads'
import { createTrail, openEpoch, openTrail } from './open-trail.ts'
import { packAnswers } from './packed-answers.ts'
import { unpackCalls } from './packed-calls.ts'
import { WriterHost } from './writer-host.ts'
import type { FromWriter, ToWriter } from './writer-messages.ts'

/** Entry of the writer thread: messages in, messages out. Everything it does is in `WriterHost`. */
const port = parentPort
if (!port) throw new Error('the writer is started as a thread')
const folders = workerData as { readonly data: string; readonly keys: string }
const say = (message: FromWriter): void => port.postMessage(message)

const host = new WriterHost({
  open: (trail) => openTrail(trail, folders),
  openEpoch: (trail, reason) => openEpoch(trail, reason, folders),
  create: (trail, origin) => createTrail(trail, origin, folders),
  answered: (answers) => say(packAnswers(answers)),
  changed: (status) => say({ kind: 'status', status }),
})

port.on('message', (message: ToWriter) => {
  if (message.kind === 'ask') {
    void host.ask(message.question).then((reply) => say({ kind: 'reply', ask: message.ask, reply }))
    return
  }
  host.take(unpackCalls(message))
})

setInterval(() => void host.signDue(), 1000)
