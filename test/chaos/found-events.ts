import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportAndVerify, type Prepared } from '../faults/running-server.ts'

/** An event as the record has it. */
export interface FoundEvent {
  readonly seq: number
  readonly action: string
  readonly recordedAt: string
  /** The id of its object; the application's events are known by it. */
  readonly object: string | undefined
  readonly producer: { readonly id: string; readonly seq: number } | undefined
  readonly count: number | undefined
  readonly context: { readonly [member: string]: unknown }
}

interface Line {
  readonly seq: number
  readonly slots?: readonly { readonly name: string; readonly disclosure?: string }[]
}

/** Everything on the trail, out of a bundle that the public verifier has found to hold. No server may be running. */
export async function readTrail(prepared: Prepared): Promise<readonly FoundEvent[]> {
  const verified = await exportAndVerify(prepared)
  if (verified.code !== 0) throw new Error(`the trail does not verify: ${verified.stdout}${verified.stderr}`)
  const bundle = readdirSync(prepared.folder).find((name) => name.startsWith('bundle-'))
  const path = join(prepared.folder, bundle ?? '', 'events.ndjson')
  if (!existsSync(path)) throw new Error('the bundle has no events.ndjson')
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => foundEvent(JSON.parse(line) as Line))
}

const foundEvent = ({ seq, slots = [] }: Line): FoundEvent => {
  const slotValue = (name: string): Record<string, unknown> => {
    const disclosure = slots.find((slot) => slot.name === name)?.disclosure
    return disclosure === undefined ? {} : (JSON.parse(disclosure) as [string, string, Record<string, unknown>])[2]
  }
  const core = slotValue('core') as Partial<Omit<FoundEvent, 'object'>> & { readonly object?: { readonly id: string } }
  const { context = {} } = slotValue('ctx') as { context?: FoundEvent['context'] }
  return {
    seq,
    action: core.action ?? '',
    recordedAt: core.recordedAt ?? '',
    object: core.object?.id,
    producer: core.producer,
    count: core.count,
    context,
  }
}
