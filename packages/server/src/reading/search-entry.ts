import { constants, setPriority } from 'node:os'
import { JournalDamaged } from '../journal/journal.ts'
import { isDamage } from '../journal/storage-error.ts'
import { asProblem } from '../problem/http-problem.ts'
import { IndexUnusable } from '../search/sqlite/index-file.ts'
import type { Asked, Said } from './questions.ts'
import { Searcher } from './searcher.ts'

const remade = 'The search index is made again from the record; recording goes on. Try again in a moment.'

/** Entry of a search process: questions in, answers out, one at a time. Everything it does is in `Searcher`. */
const [, , data] = process.argv
if (data === undefined || process.send === undefined) throw new Error('a search process is started by the server')

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
} catch {
  // Where the system does not let us, searches only take a larger share.
}

const say = (said: Said): void => void process.send?.(said)
const searcher = new Searcher(data)

let turn = Promise.resolve()
process.on('message', ({ number, question }: Asked) => {
  turn = turn.then(async () => say(await answerTo(number, question)))
})
// The server is gone: nobody waits for an answer.
process.on('disconnect', () => process.exit())
say({ kind: 'ready' })

async function answerTo(number: number, question: Asked['question']): Promise<Said> {
  try {
    const before = process.cpuUsage()
    const answer = await searcher.answer(question)
    const { user, system } = process.cpuUsage(before)
    return { kind: 'answer', number, answer, cpuMs: (user + system) / 1_000 }
  } catch (error) {
    const problem = asProblem(error)
    if (problem) {
      const { code, message: detail, pointer } = problem
      return { kind: 'refusal', number, code, detail, ...(pointer === undefined ? {} : { pointer }) }
    }
    if (error instanceof JournalDamaged) return { kind: 'refusal', number, code: 'storage_fault', detail: error.message }
    if (isDamage(error)) return { kind: 'damaged', number }
    if (error instanceof IndexUnusable) return { kind: 'refusal', number, code: 'index_unavailable', detail: remade }
    return { kind: 'defect', number, stack: error instanceof Error ? String(error.stack) : String(error) }
  }
}
