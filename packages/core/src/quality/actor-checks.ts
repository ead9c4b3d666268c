import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { ActorType, SourceType } from '../event/event.ts'
import type { Language } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { actionFacts } from './action-facts.ts'
import type { Weakness } from './defect.ts'
import { isHidden } from './is-hidden.ts'

/** Who did it and through what: named, and agreeing with each other. Adds what it finds. */
export function weakActor(event: PartialEvent, catalogue: CompiledCatalogue, language: Language, weak: Weakness[]): void {
  const { action, actor } = event
  if (isNobody(actor?.type, actor?.id, actor?.name)) weak.push({ name: 'actor_unknown', pointer: '/actor' })
  else if (actor?.type === 'system' && isNoName(actor.name)) {
    if (!isHidden(event, 'actor')) weak.push({ name: 'system_unnamed', pointer: '/actor' })
  }
  weakSource(event, language, weak)
  const allowed = action === undefined ? undefined : catalogue.declares(action) && catalogue.action(action)?.allowedRoles
  if (allowed && isHuman(actor?.type) && !actor?.roles?.some((role) => allowed.includes(role))) {
    weak.push({ name: 'role_not_allowed', pointer: '/actor/roles' })
  }
}

function weakSource({ actor, source, action = '' }: PartialEvent, language: Language, weak: Weakness[]): void {
  const { sourceLabels, actorLabels } = language.messages
  if (source?.type === undefined) {
    weak.push({ name: 'no_source' })
    return
  }
  if (!humanSources.has(source.type) && (source.name ?? '').trim() === '') {
    weak.push({ name: 'source_unnamed', pointer: '/source', values: { source: sourceLabels[source.type] } })
  }
  if (isHuman(actor?.type) && machineSources.has(source.type) && !actionFacts(action, language).startsByHand) {
    weak.push({ name: 'human_blamed', pointer: '/actor', values: { source: sourceLabels[source.type] } })
  }
  if (humanSources.has(source.type) && actor?.type !== undefined && machines.has(actor.type)) {
    const values = { source: sourceLabels[source.type], actor: actorLabels[actor.type] }
    weak.push({ name: 'source_mismatch', pointer: '/source', values })
  }
}

const noNames = new Set(['system', 'the system', 'root', 'daemon', 'server', 'backend', 'app', 'application', 'service'])
const nobody = new Set(['', 'unknown', 'anonymous', 'undefined', 'null', 'none', 'n/a', '-', '?'])
const humanSources: ReadonlySet<SourceType> = new Set(['user_action', 'admin_action'])
/** What runs without a person at the keyboard. `api` is not among them: people script with keys of their own. */
const machineSources: ReadonlySet<SourceType> = new Set([
  'automation',
  'webhook',
  'bulk_import',
  'background_job',
  'system_rule',
  'integration',
])
const machines: ReadonlySet<ActorType> = new Set(['automation', 'integration', 'scheduled_job', 'webhook', 'import', 'database'])
const isHuman = (type: ActorType | undefined): boolean => type === 'user' || type === 'admin'

const isNobody = (type: ActorType | undefined, id: string | undefined, name: string | undefined): boolean =>
  type === undefined || type === 'unknown' || (nobody.has(plainly(id)) && nobody.has(plainly(name)))

const isNoName = (name: string | undefined): boolean => {
  const said = plainly(name)
  return said === '' || noNames.has(said)
}

const plainly = (text: string | undefined): string => (text ?? '').trim().toLowerCase()
