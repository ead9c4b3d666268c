import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exited, untilSaid, Workplace } from './run-command.ts'

const place = new Workplace()
afterAll(() => place.close())

describe('the settings of mails and of calls to other machines', () => {
  test.each([
    ['DAYBOOK_SMTP_URL', 'http://mail.example.com', 'smtpUrl is not the address of a mail server'],
    ['DAYBOOK_SMTP_URL', 'daybook:hunter2@mail.example.com', 'smtpUrl is not the address of a mail server'],
    ['DAYBOOK_MAIL_FROM', 'nobody', 'mailFrom is not an e-mail address'],
    ['DAYBOOK_OUTBOUND_CA', 'missing.pem', 'missing.pem cannot be read'],
  ])('%s=%s is refused before anything starts', async (variable, value, says) => {
    const env = { DAYBOOK_SMTP_URL: 'smtps://daybook:hunter2@mail.example.com', [variable]: value }
    const { code, stderr } = await place.run(['serve', '--data', place.data, '--port', '0'], env)
    expect(code).not.toBe(0)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('hunter2')
  })

  test('let the server start where they are right, from a file too', async () => {
    writeFileSync(join(place.folder, 'smtp'), 'smtps://daybook:hunter2@mail.example.com\n')
    const env = { DAYBOOK_SMTP_URL_FILE: 'smtp', DAYBOOK_OUTBOUND_ALLOW: 'siem.internal, 10.1.2.3:6514' }
    const child = place.start(['serve', '--data', place.data, '--port', '0', '--json'], env)
    const [line = ''] = (await untilSaid(child, '\n')).split('\n')
    expect(JSON.parse(line)).toMatchObject({ url: expect.stringContaining('http') })
    child.kill('SIGTERM')
    expect(await exited(child)).toBe(0)
  })
})
