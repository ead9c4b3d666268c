import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FolderInUse, lockFolder } from '../../src/journal/folder-lock.ts'
import { newFolder } from './folder.ts'

const holder = new URL('./hold-lock.ts', import.meta.url).pathname

it('refuses a second owner in a sentence that names the first and since when', () => {
  const folder = newFolder()
  const lock = lockFolder(folder, new Date('2026-11-22T09:15:02Z'))
  expect(() => lockFolder(folder)).toThrow(FolderInUse)
  expect(() => lockFolder(folder)).toThrow(`is in use by process ${process.pid} on`)
  expect(() => lockFolder(folder)).toThrow('since 2026-11-22T09:15:02.000Z')
  lock.release()
})

it('can be taken again once it was given up', () => {
  const folder = newFolder()
  const lock = lockFolder(folder)
  lock.release()
  lock.release()
  expect(existsSync(join(folder, 'owner.json'))).toBe(false)
  lockFolder(folder).release()
})

it('holds against another process, and goes with it however it ends', async () => {
  const folder = newFolder()
  const child = spawn(process.execPath, ['--expose-gc', holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  expect(() => lockFolder(folder)).toThrow(`process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = lockFolder(folder)
  expect(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')).pid).toBe(process.pid)
  lock.release()
})

it('is held although a refused attempt of the same process came between', async () => {
  const folder = newFolder()
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(FolderInUse)
  const child = spawn(process.execPath, [holder, folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = Buffer.concat(await child.stderr.toArray()).toString()
  expect(said).toContain(`is in use by process ${process.pid}`)
  lock.release()
})

it('refuses in words also where the facts about the owner are damaged', () => {
  const folder = newFolder()
  const lock = lockFolder(folder)
  writeFileSync(join(folder, 'owner.json'), '{"pid":')
  expect(() => lockFolder(folder)).toThrow(/another process that has just started/)
  lock.release()
})

it('makes the folder and those above it, for its owner alone', () => {
  const folder = join(newFolder(), 'a', 'b', 'c')
  lockFolder(folder).release()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('refuses a folder that cannot be made, and does not try for ever', () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  expect(() => lockFolder(join(file, 'data'))).toThrow('cannot be made (ENOTDIR)')
  expect(() => lockFolder(file)).toThrow('cannot be made (EEXIST)')
})

it.runIf(existsSync('/proc/self/stat'))('refuses a folder in a file system that makes none, and does not try for ever', () => {
  expect(() => lockFolder('/proc/daybook-data/below')).toThrow('The folder /proc/daybook-data cannot be made (ENOENT)')
})
