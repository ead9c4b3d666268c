import { createTransport } from 'nodemailer'
import { Outbound } from '../outbound/outbound.ts'
import { OutboundFailure } from '../outbound/outbound-failure.ts'

export interface MailSettings {
  /** `smtps://name:password@host:465`, or `smtp://…:587`, which begins TLS and goes on only under it; `?tls=never` for a server on the same machine. */
  readonly url: string
  /** Whom the mails come from: `Daybook <daybook@example.com>`. */
  readonly from: string
  /** Certificates (PEM) that are trusted beside those of the system. */
  readonly ca?: string | undefined
}

export interface Mail {
  /** The same for every attempt, so that a mailbox can tell a repeat. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly plain: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
}

const timeoutMs = 15_000

/** Sends mail through the server of the configuration, which names it and so allows it. One connection a mail. */
export class Mailer {
  readonly #from: string
  readonly #server: SmtpServer
  readonly #outbound: Outbound

  /** Throws where the settings are not an address of SMTP and a sender. */
  constructor({ url, from, ca }: MailSettings) {
    this.#server = smtpServer(url)
    if (/[\r\n]/.test(from) || !from.includes('@')) throw new TypeError('The sender of mails is not an e-mail address.')
    this.#from = from
    this.#outbound = new Outbound({ allow: [`${this.#server.host}:${this.#server.port}`], ca })
  }

  /** Answers when the server has taken the mail. Throws `OutboundFailure`. */
  async send({ id, to, subject, text, html }: Mail): Promise<void> {
    const { host, port, secure, plain, auth } = this.#server
    const socket = await this.#outbound.connect(host, port, { tls: secure })
    const transport = createTransport({
      ...{ host, port, secure, auth, requireTLS: !plain, ignoreTLS: plain, secured: secure },
      ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
      tls: { servername: host, ...this.#outbound.trusted },
      disableFileAccess: true,
      disableUrlAccess: true,
      // The connection that was made under our rules, and no other.
      connection: socket,
    } as Parameters<typeof createTransport>[0])
    try {
      await transport.sendMail({
        from: this.#from,
        to: { name: '', address: to },
        subject: subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200),
        text,
        html,
        messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })
    } catch (error) {
      throw mailFailure(error)
    } finally {
      transport.close()
      socket.destroy()
    }
  }

  close(): void {
    this.#outbound.close()
  }
}

const smtpServer = (text: string): SmtpServer => {
  const url = URL.parse(text)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    throw new TypeError('The address of the mail server begins with smtp:// or smtps://.')
  const secure = url.protocol === 'smtps:'
  const auth =
    url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
  const plain = !secure && url.searchParams.get('tls') === 'never'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { host, port: Number(url.port || (secure ? 465 : 587)), secure, plain, ...auth }
}

/** What the mail server meant, without what it said: that may have values. */
const mailFailure = (error: unknown): OutboundFailure => {
  if (error instanceof OutboundFailure) return error
  const { code = '', responseCode } = error as { readonly code?: string; readonly responseCode?: number }
  const said = responseCode === undefined ? '' : ` (${responseCode})`
  if (code === 'EAUTH') return new OutboundFailure('refused', `The mail server does not take the name and password${said}.`)
  if (code === 'EENVELOPE')
    return new OutboundFailure('refused', `The mail server does not take the sender or the recipient${said}.`)
  if (code === 'EMESSAGE') return new OutboundFailure('refused', `The mail server does not take the message${said}.`)
  if (code === 'ETLS')
    return new OutboundFailure('not_trusted', 'The mail server does not begin TLS as it should, and nothing is sent without.')
  if (code === 'ETIMEDOUT') return new OutboundFailure('too_slow', 'The mail server did not answer in time.')
  return new OutboundFailure('broke_off', `The mail server broke off${said}.`)
}
