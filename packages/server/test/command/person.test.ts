import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from './run-command.ts'

const place = new Workplace()
beforeAll(async () => {
  expect((await place.json('trail', 'create', 'orders')).code).toBe(0)
})
afterAll(() => place.close())

describe('daybook person', () => {
  test('invites, lists, makes a new link and removes, without a server', async () => {
    const invited = await place.json('person', 'invite', 'ruth@tidewater.example', '--name', 'Ruth', '--role', 'support, finance')
    expect(invited).toMatchObject({
      code: 0,
      document: { email: 'ruth@tidewater.example', link: expect.stringContaining('/join#') },
    })
    const listed = await place.json('person', 'list')
    expect(listed.document.data).toMatchObject([{ name: 'Ruth', state: 'invited', roles: ['support', 'finance'] }])
    const again = await place.json('person', 'reset', 'RUTH@tidewater.example')
    expect(again.document.link).not.toBe(invited.document.link)
    expect((await place.json('person', 'remove', invited.document.id)).document).toMatchObject({ removed: true })
  })

  test('invites owners, who are on every trail', async () => {
    expect((await place.json('person', 'invite', 'sam@tidewater.example', '--owner')).code).toBe(0)
    const text = await place.run(['person', 'list', '--data', place.data])
    expect(text.stdout).toMatch(/sam\s+sam@tidewater\.example\s+owner\s+invited/)
  })

  test('says what is missing or wrong', async () => {
    const wrong = await place.json('person', 'invite', 'x@tidewater.example', '--role', 'wizard')
    expect([wrong.code, wrong.document.error.code]).toEqual([1, 'bad_body'])
    expect((await place.json('person', 'reset', 'nobody@tidewater.example')).document.error.code).toBe('no_such_person')
  })
})
