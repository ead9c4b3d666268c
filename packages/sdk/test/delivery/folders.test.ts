import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Folders } from '../../src/delivery/folders.ts'
import { NodeDisk } from '../../src/delivery/node-disk.ts'
import { NodeLocks } from '../../src/delivery/node-locks.ts'

let spool: string
beforeEach(() => {
  spool = mkdtempSync(join(tmpdir(), 'daybook-folders-'))
})
afterEach(() => rmSync(spool, { recursive: true, force: true }))

const producersOf = () => readdirSync(join(spool, 'orders')).map((name) => name.split('~')[0])

it('leaves a folder once, however long it was looking for those of ended processes', async () => {
  const [disk, locks] = [new NodeDisk(spool), new NodeLocks(spool)]
  const { token, release } = await locks.take()
  const folders = new Folders({ disk, locks, root: 'orders', token })
  const own = await folders.claim(() => 'the-last-of-all')
  const ended = Array.from({ length: 20 }, (_, at) => `ended-${at + 10}`)
  for (const producer of ended) mkdirSync(join(spool, 'orders', `${producer}~0123456789abcdef`))
  const adopting = folders.adopt(false, () => false)
  await folders.release(own)
  expect((await adopting).map(({ producer }) => producer)).toEqual(ended)
  await release()
  expect(producersOf()).toEqual([...ended, 'the-last-of-all'])
})

it('gives up looking once nobody waits for it, and takes what it did not look at another time', async () => {
  const [disk, locks] = [new NodeDisk(spool), new NodeLocks(spool)]
  const { token, release } = await locks.take()
  const folders = new Folders({ disk, locks, root: 'orders', token })
  await folders.claim(() => 'own')
  for (const at of [1, 2, 3]) mkdirSync(join(spool, 'orders', `ended-${at}~0123456789abcdef`))
  let looked = 0
  expect(await folders.adopt(false, () => ++looked > 2)).toHaveLength(2)
  expect((await folders.adopt(false, () => false)).map(({ producer }) => producer)).toEqual(['ended-3'])
  await release()
})
