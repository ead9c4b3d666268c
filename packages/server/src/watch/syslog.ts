import type { Socket } from 'node:net'
import type { Outbound } from '../outbound/outbound.ts'
import { failureOf, OutboundFailure } from '../outbound/outbound-failure.ts'

/** One message of RFC 5424, before it is framed. */
export interface SyslogMessage {
  /** RFC 3339 with milliseconds. */
  readonly at: string
  readonly host: string
  readonly trail: string
  /** The name of the action. */
  readonly kind: string
  readonly isFailure: boolean
  /** What it says, without line breaks or control characters. */
  readonly text: string
}

export interface SyslogReceiver {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

/** Log audit (RFC 5424, table 1). */
const facility = 13

/** RFC 5424 behind the number of its octets (RFC 6587, 3.4.1; RFC 5425, 4.3), so that no text can begin another message. */
export const frame = ({ at, host, trail, kind, isFailure, text }: SyslogMessage): Buffer<ArrayBuffer> => {
  const priority = facility * 8 + (isFailure ? 4 : 5)
  const header = `<${priority}>1 ${at} ${printable(host, 255)} daybook ${printable(trail, 128)} ${printable(kind, 32)} -`
  const message = Buffer.from(`${header} ${text}`, 'utf8')
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

/** PRINTUSASCII of RFC 5424: no spaces, no control characters; `-` where nothing is left. */
const printable = (text: string, longest: number): string => text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, longest) || '-'

/** A JSON text whose control and direction characters are written as escapes: another text, the same value. */
export const plainJson = (json: string): string => json.replaceAll(unshown, escapeOf)

/** Characters that end a line somewhere, or change how a line is shown. */
export const unshown = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

export const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/**
 * Sends frames over a connection of their own. Syslog has no answer: what stands for one is that the receiver reads to
 * the end and closes in its turn. A receiver that dies or breaks off has not taken them. Throws `OutboundFailure`.
 */
export const sendSyslog = async (
  outbound: Outbound,
  { host, port, tls }: SyslogReceiver,
  frames: readonly Uint8Array[],
): Promise<void> => {
  const socket = await outbound.connect(host, port, { tls })
  try {
    await closedAfter(socket, Buffer.concat(frames))
  } catch (error) {
    throw failureOf(error)
  } finally {
    socket.destroy()
  }
}

const closingMs = 15_000

const closedAfter = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const slow = () => reject(new OutboundFailure('too_slow', 'It took the messages and did not close the connection.'))
    const timer = setTimeout(slow, closingMs)
    timer.unref()
    const settle = (then: () => void) => () => {
      clearTimeout(timer)
      then()
    }
    socket.on('error', (error) => settle(() => reject(error))())
    // Closed before everything was sent: it cannot have read it.
    socket.on(
      'end',
      settle(() => (socket.writableFinished ? resolve() : reject(brokeOff()))),
    )
    socket.on(
      'close',
      settle(() => reject(brokeOff())),
    )
    // Whatever it says is no answer.
    socket.resume()
    socket.end(bytes)
  })

const brokeOff = () => new OutboundFailure('broke_off', 'The connection broke off.')
