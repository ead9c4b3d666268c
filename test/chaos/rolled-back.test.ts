import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { append, daybook, makeEvent, type Prepared, prepare } from '../faults/running-server.ts'
import { Campaign } from './campaign.ts'
import { readTrail } from './found-events.ts'

let template: Prepared
beforeAll(() => {
  template = prepare()
})
afterAll(() => template.remove())

/** Puts a copy of the data folder back over the folder; of the keys folder too where `keys` says so. */
const copyOf = (campaign: Campaign) => {
  const { data, folder } = campaign.prepared
  const copy = join(folder, 'copy')
  const folders = [
    [data, copy],
    [`${data}-keys`, `${copy}-keys`],
  ] as const
  for (const [from, to] of folders) cpSync(from, to, { recursive: true })
  return {
    putBack: ({ keys }: { readonly keys: boolean }) => {
      for (const [to, from] of keys ? folders : folders.slice(0, 1)) {
        rmSync(to, { recursive: true })
        cpSync(from, to, { recursive: true })
      }
    },
  }
}

/** How many entries the newest checkpoint has signed. */
const signedSize = async ({ serverUrl, prepared }: Campaign): Promise<number> => {
  const headers = { authorization: `Bearer ${prepared.reader}` }
  const note = await (await fetch(`${serverUrl}/v1/trails/faults/log/checkpoint`, { headers })).text()
  return Number(note.split('\n')[1])
}

/** A hundred events, a copy of the server's folders, a hundred and one more. */
const rollBack = async (campaign: Campaign, { keys }: { readonly keys: boolean }) => {
  await campaign.startServer()
  const application = await campaign.startApplication()
  await application.record(100, 'spooled')
  await application.flush()
  await campaign.stopServer()
  const copy = copyOf(campaign)
  await campaign.startServer()
  await application.record(100, 'spooled')
  await application.flush()
  // A checkpoint over these is signed within a second or so; the answer to the next event brings it.
  await expect.poll(() => signedSize(campaign)).toBeGreaterThan(200)
  await application.record(1, 'spooled')
  await application.flush()
  const { witness } = await application.health()
  expect(witness.state).toBe('holds')
  expect(witness.size).toBeGreaterThan(200)
  await campaign.stopServer()
  copy.putBack({ keys })
  await campaign.startServer()
  return application
}

it('is seen by the recorder where the whole machine was rolled back, keys and all; what it has it gives back', async () => {
  const campaign = await Campaign.on(template, 15, { pauseMs: 0 })
  try {
    const application = await rollBack(campaign, { keys: true })
    await application.record(10, 'spooled')
    await application.flush()
    const { witness } = await application.health()
    expect(witness.state).toBe('broken')
    await campaign.finishApplication()
    expect(await campaign.missing()).toEqual([])
    const outcome = await campaign.verdict()
    expect(outcome).toMatchObject({ promised: 211, found: 211, lost: [], twice: [], invented: [] })
    const disputes = (await readTrail(campaign.prepared)).filter(({ action }) => action === 'trail.checkpoint_disputed')
    expect(disputes.length).toBeGreaterThan(0)
  } finally {
    await campaign.close()
  }
})

it('stops the server where its keys folder was not rolled back with it; an epoch opens it, and nothing is lost', async () => {
  const campaign = await Campaign.on(template, 16, { pauseMs: 0 })
  try {
    const application = await rollBack(campaign, { keys: false })
    const refused = await append(campaign.serverUrl, campaign.prepared.writer, [makeEvent()])
    expect([refused.status, refused.body.code]).toEqual([503, 'sealed'])
    await application.record(10, 'spooled')
    expect((await application.health()).spooled.events).toBeGreaterThan(0)
    const { data } = campaign.prepared
    const opened = daybook('trail', 'epoch', 'faults', '--reason', 'An old copy was put back', '--data', data)
    expect(opened.code, opened.stderr).toBe(0)
    // A process that starts now need not wait as long as the sealed server had asked for.
    await campaign.killApplication()
    const next = await campaign.startApplication()
    await next.flush()
    expect((await next.health()).witness.state).toBe('broken')
    await campaign.finishApplication()
    expect(await campaign.missing()).toEqual([])
    expect(await campaign.verdict()).toMatchObject({ promised: 211, found: 211, lost: [], twice: [], invented: [] })
  } finally {
    await campaign.close()
  }
})
