import type { ActorInput, NamedInput, Source, SourceInput } from '@daybook/core'
import { eventId } from '../event/event-id.ts'
import type { Faults } from '../event/fault.ts'
import { actorFrom, namedFrom } from '../event/parties.ts'
import { once, type Scope } from './scope.ts'
import { sourceFrom } from './source-from.ts'

/** How a request says who and through what. All are asked with the request; none may be asynchronous. */
export interface RequestContext<Request> {
  /** Who it is, asked for each event: a user that a later middleware finds is found. Nothing where nobody is signed in. */
  readonly actor?: ((request: Request) => ActorInput | null | undefined) | undefined
  /** Through what it came, asked when the request arrives. Default: nothing, which the trail shows as a defect. */
  readonly source?: ((request: Request) => SourceInput | null | undefined) | undefined
  readonly organization?: ((request: Request) => NamedInput | null | undefined) | undefined
  /** The caller's address, where the framework's own is not the one. */
  readonly ip?: ((request: Request) => string | null | undefined) | undefined
}

/** What a request says by itself. */
export interface RequestFacts {
  readonly ip: string | undefined
  readonly header: (name: string) => string | undefined
  /** The framework's own id of the request, where the request brings none. */
  readonly id?: string | undefined
}

/** The scope of one request. Nothing that a caller gave can throw into the request. */
export function requestScope<Request>(
  request: Request,
  facts: RequestFacts,
  options: RequestContext<Request>,
  tool: string | undefined,
): Scope {
  const { actor, source, organization } = options
  const requestId = shortText(facts.header('x-request-id')) ?? facts.id ?? eventId(Date.now())
  const about = aboutRequest(facts, requestId, () => options.ip?.(request))
  // by the time an event is recorded, a router may have cut its own prefix off the path that the source is told by
  const early = attempt(() => source?.(request))
  const sourceNow = (given: SourceInput | null | undefined, faults: Faults) => {
    const through = sourceFrom(given, tool, faults)
    return through && { ...about(), ...through }
  }
  return {
    correlationId: requestId,
    actor: (faults) => {
      const given = attempt(() => actor?.(request))
      return given === undefined || given === null ? undefined : actorFrom(given, faults)
    },
    source:
      early === undefined || early === null
        ? (faults) =>
            sourceNow(
              attempt(() => source?.(request)),
              faults,
            )
        : once((faults) => sourceNow(early, faults)),
    ...(organization && {
      organization: (faults: Faults) =>
        namedFrom(
          attempt(() => organization(request)),
          faults,
          '/organization',
        ),
    }),
  }
}

type About = { -readonly [K in Exclude<keyof Source, 'type'>]?: string }

/** Address, browser and request, read only if something is recorded in it. */
function aboutRequest(facts: RequestFacts, requestId: string, ipGiven: () => string | null | undefined): () => About {
  return () => {
    const about: About = { requestId }
    const ip = attempt(ipGiven) ?? facts.ip
    if (ip) about.ip = ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
    const userAgent = facts.header('user-agent')
    if (userAgent) about.userAgent = userAgent
    const traceparent = facts.header('traceparent')
    if (traceparent !== undefined && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent))
      about.traceparent = traceparent
    return about
  }
}

/** A caller may send any id; one that is no id, or a novel, is not taken. */
const shortText = (text: string | undefined): string | undefined =>
  text !== undefined && /^[\x21-\x7e]{1,200}$/.test(text) ? text : undefined

function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    return undefined // as if it had said nothing: the event says that nobody is known
  }
}
