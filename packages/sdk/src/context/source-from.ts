import { type Actor, type ActorType, type Source, type SourceInput, type SourceType, sourceTypes } from '@daybook/core'
import { type Faults, fault } from '../event/fault.ts'

const members = ['id', 'name', 'ip', 'userAgent', 'requestId', 'sessionId', 'traceparent'] as const
type Member = (typeof members)[number]
const types: ReadonlySet<string> = new Set(sourceTypes)

type OpenSource = { -readonly [K in keyof Source]: Source[K] }

/**
 * A source as an event carries it. `tool` is the name of the application, which names what has no name of its own. A machine's
 * source that stays without a name is left out, which the trail shows as a defect: an invented name would hide it.
 */
export function sourceFrom(given: SourceInput | null | undefined, tool: string | undefined, faults: Faults): Source | undefined {
  if (given === undefined || given === null) return undefined
  const input = typeof given === 'string' ? { type: given } : given
  if (!types.has(input.type ?? ''))
    return fault(
      faults,
      'wrong_value',
      '/source/type',
      `The source has a type that is none. Use one of: ${sourceTypes.join(', ')}.`,
    )
  const source: OpenSource = { type: input.type as SourceType }
  for (const member of members) {
    const value = (input as { readonly [M in Member]?: unknown })[member]
    if (typeof value === 'string' && value !== '') source[member] = value
    else if (typeof value === 'number' || typeof value === 'bigint') source[member] = String(value)
  }
  if (source.name === undefined && tool !== undefined) source.name = tool
  if (source.name === undefined && isMachine(source.type))
    return fault(
      faults,
      'missing_member',
      '/source/name',
      `The source is ${source.type}, but which one is not said, so it was left out. Give its name.`,
    )
  return source
}

/** A word says only that it was an administrator or not: address, browser and request around it stay. */
export function sourceInside(
  given: SourceInput,
  around: Source | undefined,
  tool: string | undefined,
  faults: Faults,
): Source | undefined {
  const source = sourceFrom(given, tool, faults)
  return typeof given === 'string' && source && around && !isMachine(around.type) ? { ...around, ...source } : source
}

const isMachine = (type: SourceType): boolean => type !== 'user_action' && type !== 'admin_action'

/** What each kind of machine acts through. A person, and somebody unknown, act through whatever is around them. */
const sourceOfActor: { readonly [Type in ActorType]?: SourceType } = {
  automation: 'automation',
  agent: 'automation',
  integration: 'integration',
  api_client: 'api',
  scheduled_job: 'background_job',
  webhook: 'webhook',
  import: 'bulk_import',
  database: 'direct_database',
  system: 'system_rule',
}

/**
 * The source of what a machine does: itself, by name. Of the request around it only what ties the events together is kept;
 * address and browser are those of a person who did not do this.
 */
export function sourceOf(actor: Actor, around: Source | undefined): Source | undefined {
  const type = sourceOfActor[actor.type]
  if (type === undefined) return around
  const source: OpenSource = { type, id: actor.id, name: actor.name ?? actor.id }
  if (around?.requestId !== undefined) source.requestId = around.requestId
  if (around?.traceparent !== undefined) source.traceparent = around.traceparent
  return source
}
