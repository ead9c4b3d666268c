import type { OpenTrail } from '../trail/trails.ts'
import type { EventView } from '../trail/view.ts'
import { cefOf } from './cef.ts'
import type { Forwarder, Receiver } from './forwarder.ts'
import { frame, plainJson, sendSyslog } from './syslog.ts'
import type { Watching } from './watched-trails.ts'
import { sendWebhook } from './webhook.ts'

/** Events on their way: each as JSON text, with its position. */
export interface Parcel {
  readonly lines: readonly string[]
  readonly positions: readonly number[]
}

/** Sends events in their order, all or none as far as the receiver tells. Throws `OutboundFailure`. */
export const sendEvents = async (
  { outbound, now }: Pick<Watching, 'outbound' | 'now'>,
  { id, settings: { receiver } }: Pick<Forwarder, 'id' | 'settings'>,
  trail: OpenTrail,
  { lines, positions }: Parcel,
  secret: string | undefined,
): Promise<void> => {
  if (receiver.kind === 'https') {
    const body = `{"type":"events","timestamp":"${new Date(now()).toISOString()}","trail":${JSON.stringify(trail.facts.name)},"data":[${lines.join(',')}]}`
    const message = { id: `${id}.${positions.at(0)}-${positions.at(-1)}`, body }
    return sendWebhook(outbound, receiver.url, message, secret, now())
  }
  return sendSyslog(
    outbound,
    receiver,
    lines.map((line) => eventFrame(line, receiver.format, trail)),
  )
}

/** Whether a receiver is there: a connection that is closed again, over which nothing is sent. Throws `OutboundFailure`. */
export const reachReceiver = async ({ outbound }: Pick<Watching, 'outbound'>, receiver: Receiver): Promise<void> => {
  if (receiver.kind === 'https') return outbound.reach(receiver.url)
  const socket = await outbound.connect(receiver.host, receiver.port, { tls: receiver.tls })
  socket.destroy()
}

/** Sends something that is no event, to see whether the receiver takes it. Throws `OutboundFailure`. */
export const sendTest = async (
  { outbound, now }: Pick<Watching, 'outbound' | 'now'>,
  { id, settings: { receiver } }: Pick<Forwarder, 'id' | 'settings'>,
  trail: OpenTrail,
  secret: string | undefined,
): Promise<void> => {
  const at = new Date(now()).toISOString()
  const text = 'A test of Daybook: nothing happened.'
  if (receiver.kind === 'https') {
    const body = JSON.stringify({ type: 'test', timestamp: at, trail: trail.facts.name, data: [], message: text })
    return sendWebhook(outbound, receiver.url, { id: `${id}.test.${now()}`, body }, secret, now())
  }
  const said =
    receiver.format === 'cef' ? `CEF:0|Daybook|Daybook|1|test|${text}|0|` : JSON.stringify({ type: 'test', message: text })
  const message = { at, host: hostOf(trail), trail: trail.facts.name, kind: 'test', isFailure: false, text: said }
  return sendSyslog(outbound, receiver, [frame(message)])
}

const eventFrame = (line: string, format: 'json' | 'cef', trail: OpenTrail): Buffer<ArrayBuffer> => {
  const event = JSON.parse(line) as EventView
  return frame({
    at: event.occurredAt ?? event.recordedAt ?? '-',
    host: hostOf(trail),
    trail: trail.facts.name,
    kind: event.action ?? 'removed',
    isFailure: event.outcome === 'failure' || event.outcome === 'denied',
    text: format === 'cef' ? cefOf(event, trail.facts.name) : plainJson(line),
  })
}

const hostOf = ({ facts }: OpenTrail): string => facts.origin.split('/')[0] ?? '-'
