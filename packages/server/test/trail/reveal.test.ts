import { openSlots } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import { JournalInDoubt, StorageFull } from '../../src/journal/journal.ts'
import { ownEvent } from '../../src/trail/own-event.ts'
import { orderEvent } from '../http/firm-events.ts'
import { callOf, startEngine } from './engine-parts.ts'

const opened = async () => {
  const parts = await startEngine()
  const changes = [{ field: 'iban', before: 'DE02120300000000202051', after: '', treated: 'encrypt' }]
  await parts.engine.append([callOf(orderEvent(1, { changes }))])
  const [stored] = await parts.disk.journal.read({ from: 0, to: 1, limit: 1, order: 'asc', which: 'all' })
  const [change] = stored?.state === 'present' ? (openSlots(stored.slots).event.changes ?? []) : []
  const event = ownEvent(
    'trail.revealed',
    { actor: { type: 'system', id: 'local' }, source: { type: 'api', name: 'x' } },
    Date.now(),
  )
  const size = async () => (await parts.disk.journal.size()).size
  return { ...parts, text: String(change?.before), event, size }
}

describe('revealing on a trail', () => {
  it('gives the clear text once the event that says so is stored', async () => {
    const { engine, text, event, size } = await opened()
    expect(text).toMatch(/^enc1:/)
    expect(await engine.reveal([text, text], event)).toEqual(['DE02120300000000202051', 'DE02120300000000202051'])
    expect(await size()).toBe(2)
  })

  it.each([
    ['full', new StorageFull('no space'), 'storage_full'],
    ['in doubt', new JournalInDoubt('fsync failed'), 'storage_fault'],
  ])('gives nothing where the disk is %s', async (_, error, code) => {
    const { engine, disk, text, event } = await opened()
    disk.fail(error)
    await expect(engine.reveal([text], event)).rejects.toMatchObject({ code })
  })

  it('gives nothing on a trail that is sealed', async () => {
    const { engine, text, event } = await opened()
    engine.seal('sealed', 'the ledger is behind')
    await expect(engine.reveal([text], event)).rejects.toMatchObject({ code: 'sealed' })
  })

  it('opens nothing that was altered or is of another key, and records nothing then', async () => {
    const { engine, text, event, size } = await opened()
    const other = await opened()
    const altered = `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`
    for (const wrong of [altered, other.text, 'enc1:', `${text}:x`, text.replace('enc1', 'enc2'), ''])
      await expect(engine.reveal([text, wrong], event)).rejects.toMatchObject({ code: 'value_unreadable' })
    expect(await size()).toBe(1)
  })
})
