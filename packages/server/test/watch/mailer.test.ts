import { afterAll, describe, expect, it } from 'vitest'
import { Mailer } from '../../src/watch/mailer.ts'
import { makeCertificate } from '../outbound/certificate.ts'
import { Mailbox, opened } from './mailbox.ts'

const certificate = makeCertificate()
const boxes: Mailbox[] = []
afterAll(() => Promise.all(boxes.map((box) => box.stop())))

const boxOf = async (how: 'tls' | 'starttls' | 'plain') => {
  const box = await Mailbox.start(certificate, how)
  boxes.push(box)
  return box
}
const mail = { id: 'm1', to: 'ops@example.com', subject: 'Hello', text: 'Text', html: '<p>Text</p>' }
const from = 'Daybook <daybook@example.com>'
const ca = certificate.cert

describe('a mail', () => {
  it('goes over TLS, from the beginning or by STARTTLS, with the password only under it', async () => {
    for (const how of ['tls', 'starttls'] as const) {
      const box = await boxOf(how)
      const url = `${how === 'tls' ? 'smtps' : 'smtp'}://daybook:a%20b%40c@localhost:${box.port}`
      await new Mailer({ url, from, ca }).send(mail)
      expect(box.mails).toMatchObject([{ to: ['ops@example.com'], secure: true }])
      const { headers } = opened(box.mails[0]?.text ?? '')
      expect(headers).toContain('Message-ID: <m1@localhost>')
      expect(headers).toContain('Subject: Hello')
    }
  })

  it('is not sent where TLS is not to be had or not to be trusted, unless that is meant', async () => {
    const plain = await boxOf('plain')
    const to = `smtp://localhost:${plain.port}`
    await expect(new Mailer({ url: to, from, ca }).send(mail)).rejects.toThrow('nothing is sent without')
    const tls = await boxOf('tls')
    await expect(new Mailer({ url: `smtps://localhost:${tls.port}`, from }).send(mail)).rejects.toThrow('certificate')
    expect([plain.mails, tls.mails]).toEqual([[], []])
    await new Mailer({ url: `${to}?tls=never`, from }).send(mail)
    expect(plain.mails).toHaveLength(1)
  })

  it('says in plain words what the mail server did not take', async () => {
    const box = await boxOf('tls')
    const { port } = box
    const url = (who: string) => `smtps://${who}localhost:${port}`
    await expect(new Mailer({ url: url('daybook:wrong@'), from, ca }).send(mail)).rejects.toThrow('name and password (535)')
    box.refuses = true
    await expect(new Mailer({ url: url(''), from, ca }).send(mail)).rejects.toThrow('does not take the message')
    await box.stop()
    boxes.splice(boxes.indexOf(box), 1)
    await expect(new Mailer({ url: url(''), from, ca }).send(mail)).rejects.toThrow('Nothing listens')
  })

  it('has no header and no recipient that somebody wrote into its subject or address', async () => {
    const box = await boxOf('tls')
    const mailer = new Mailer({ url: `smtps://localhost:${box.port}`, from, ca })
    await mailer.send({ ...mail, subject: 'a\r\nBcc: evil@example.com\r\n\r\nbody\u2028x\u0000' })
    const { headers } = opened(box.mails[0]?.text ?? '')
    expect(headers.filter((header) => /^bcc/i.test(header))).toEqual([])
    expect(box.mails[0]?.to).toEqual(['ops@example.com'])
    await mailer.send({ ...mail, to: 'a@example.com\r\nBcc: evil@example.com' }).catch(() => undefined)
    await mailer.send({ ...mail, to: 'a@example.com, evil@example.com' }).catch(() => undefined)
    expect(box.mails.flatMap(({ to }) => to).filter((one) => one === 'evil@example.com')).toEqual([])
  })

  it.each(['http://localhost', 'localhost:25', '', 'smtp://'])('is not sent through %o', (url) => {
    expect(() => new Mailer({ url, from })).toThrow('smtp://')
  })
})
