import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Certificate } from '../outbound/certificate.ts'

/** A real SMTP server that keeps what it is sent. */
export class Mailbox {
  readonly mails: { readonly to: readonly string[]; readonly secure: boolean; readonly text: string }[] = []
  refuses = false
  readonly #server: SMTPServer

  private constructor(certificate: Certificate, how: 'tls' | 'starttls' | 'plain') {
    this.#server = new SMTPServer({
      ...certificate,
      secure: how === 'tls',
      disabledCommands: how === 'plain' ? ['STARTTLS', 'AUTH'] : [],
      authOptional: true,
      onAuth: ({ username, password }, _, done) =>
        done(username === 'daybook' && password === 'a b@c' ? null : new Error('no'), { user: username }),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk) => chunks.push(chunk))
        stream.on('end', () => {
          if (this.refuses) return done(new Error('not now'))
          const to = session.envelope.rcptTo.map(({ address }) => address)
          this.mails.push({ to, secure: session.secure, text: Buffer.concat(chunks).toString() })
          done()
        })
      },
    })
    this.#server.on('error', () => undefined)
  }

  static async start(certificate: Certificate, how: 'tls' | 'starttls' | 'plain'): Promise<Mailbox> {
    const box = new Mailbox(certificate, how)
    await new Promise<void>((resolve) => box.#server.listen(0, '127.0.0.1', resolve))
    return box
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve))
  }
}

/** The headers of a mail, unfolded, and the text of its parts, decoded. */
export const opened = (mail: string): { readonly headers: readonly string[]; readonly text: string; readonly html: string } => {
  const [head = '', ...rest] = mail.split('\r\n\r\n')
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? 'none'
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const part = (type: string): string => {
    const [partHead = '', ...body] = (parts.find((one) => one.includes(`Content-Type: ${type}`)) ?? '').split('\r\n\r\n')
    const text = body.join('\r\n\r\n')
    if (/base64/i.test(partHead)) return Buffer.from(text, 'base64').toString()
    if (!/quoted-printable/i.test(partHead)) return text
    const bytes = text
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Buffer.from(bytes, 'latin1').toString()
  }
  return { headers: head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n'), text: part('text/plain'), html: part('text/html') }
}
