import { editWord } from './edit-word.ts'
import { checkpointSizes, dropCheckpoints, readEvents, rebuild, resign, rewrite } from './opened-book.ts'
import type { Scene } from './scene.ts'
import type { Check } from './tamper.ts'

/** One way to change a copy. `foundBy` is what the trust page promises, and is held against what happens. */
export interface Attack {
  readonly name: string
  readonly story: string
  readonly needsKeys: boolean
  readonly foundBy: readonly Check[]
  /** Undefined where the trail has nothing this could be done to. */
  carryOut(
    files: { readonly journal: string; readonly keys: string | undefined },
    scene: Scene,
  ): { readonly edit: string; readonly receiptOf: number } | undefined
}

const everybody: readonly Check[] = ['alone', 'signer', 'checkpoint', 'receipt']

export const attacks: readonly Attack[] = [
  {
    name: 'edited',
    story: 'Somebody with the file changes one word of one event.',
    needsKeys: false,
    foundBy: everybody,
    carryOut: ({ journal }, scene) => edit(journal, Math.floor(scene.size / 2)),
  },
  {
    name: 'edited-and-fitted',
    story: 'The same, and every hash in the file is made to fit, up to the root of the tree. Only the signature cannot be made.',
    needsKeys: false,
    foundBy: everybody,
    carryOut: ({ journal }, scene) => {
      const done = edit(journal, Math.floor(scene.size / 2))
      rebuild(journal)
      return done
    },
  },
  {
    name: 'removed',
    story: 'Somebody takes one event out; the later ones move up, and every hash is made to fit.',
    needsKeys: false,
    foundBy: everybody,
    carryOut: ({ journal }, scene) => {
      const position = Math.floor(scene.size / 2)
      rewrite(journal, (book) => {
        book.events.splice(position, 1)
        book.hashes.splice(position, 1)
      })
      rebuild(journal)
      return { edit: `Position ${position} is gone.`, receiptOf: position }
    },
  },
  {
    name: 'tail-cut',
    story: 'Somebody cuts off the newest events, and the signatures that covered them.',
    needsKeys: false,
    foundBy: ['signer', 'checkpoint', 'receipt'],
    carryOut: ({ journal }, scene) => {
      const size = checkpointSizes(journal).findLast((one) => one < scene.anchor.size)
      if (size === undefined || size < 1) return undefined
      rewrite(journal, (book) => {
        book.events.length = size
        book.hashes.length = size
      })
      dropCheckpoints(journal, size)
      return { edit: `Positions ${size} to ${scene.size - 1} are gone.`, receiptOf: Math.floor((size + scene.anchor.size) / 2) }
    },
  },
  {
    name: 'signed-again',
    story:
      'Somebody with the data folder and the keys folder changes one word, makes every hash fit, and signs again with the real key; the signer’s memory is rewritten too.',
    needsKeys: true,
    foundBy: ['checkpoint', 'receipt'],
    carryOut: ({ journal, keys }, scene) => {
      const done = edit(journal, Math.floor(scene.size / 2))
      return done && signAgain(journal, keys, scene, done)
    },
  },
  {
    name: 'signed-again-unseen',
    story: 'The same, to an event that is newer than anything somebody outside has seen. Only its own sender can tell.',
    needsKeys: true,
    foundBy: ['receipt'],
    carryOut: ({ journal, keys }, scene) => {
      const done = edit(journal, scene.anchor.size + 5)
      return done && signAgain(journal, keys, scene, done)
    },
  },
]

interface Done {
  readonly edit: string
  readonly receiptOf: number
}

function edit(journal: string, from: number): Done | undefined {
  const events = readEvents(journal)
  const found = editWord(events, from) ?? editWord(events, 0, from)
  if (found === undefined) return undefined
  rewrite(journal, (book) => {
    book.events[found.position] = found.lines
  })
  return { edit: `Position ${found.position}: “${found.from}” becomes “${found.to}”.`, receiptOf: found.position }
}

function signAgain(journal: string, keys: string | undefined, scene: Scene, done: Done): Done {
  if (keys === undefined) throw new Error('an attack with keys was begun without them')
  rebuild(journal)
  resign(journal, keys, scene.trail, Date.now())
  return done
}
