import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { ActorType, SourceType } from '../event/event.ts'
import { languageFor } from '../messages/languages.ts'
import type { PartialEvent } from '../sentence/part.ts'
import type { Weakness } from './defect.ts'

/** Who did it and through what: named, and agreeing with each other. */
export function weakActor(event: PartialEvent, catalogue: CompiledCatalogue, locale: string): readonly Weakness[] {
  const { actor, source } = event
  const { sourceLabels, actorLabels } = languageFor(locale).messages
  const weak: Weakness[] = []
  const name = (actor?.name ?? '').trim().toLowerCase()
  if (isNobody(actor?.type, actor?.id, name)) weak.push({ name: 'actor_unknown', pointer: '/actor' })
  else if (actor?.type === 'system' && (name === '' || noNames.has(name))) {
    if (!event.hidden?.some(({ slot }) => slot === 'actor')) weak.push({ name: 'system_unnamed', pointer: '/actor' })
  }
  if (source?.type === undefined) weak.push({ name: 'no_source' })
  else {
    if (!humanSources.has(source.type) && (source.name ?? '').trim() === '') {
      weak.push({ name: 'source_unnamed', pointer: '/source', values: { source: sourceLabels[source.type] } })
    }
    if (isHuman(actor?.type) && machineSources.has(source.type) && !startsByHand.test(event.action ?? '')) {
      weak.push({ name: 'human_blamed', pointer: '/actor', values: { source: sourceLabels[source.type] } })
    }
    if (humanSources.has(source.type) && actor?.type !== undefined && machines.has(actor.type)) {
      const values = { source: sourceLabels[source.type], actor: actorLabels[actor.type] }
      weak.push({ name: 'source_mismatch', pointer: '/source', values })
    }
  }
  const allowed =
    event.action === undefined ? undefined : catalogue.declares(event.action) && catalogue.action(event.action)?.allowedRoles
  if (allowed && isHuman(actor?.type) && !actor?.roles?.some((role) => allowed.includes(role))) {
    weak.push({ name: 'role_not_allowed', pointer: '/actor/roles' })
  }
  return weak
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
/** A person does start an import or a run. */
const startsByHand = /[._](?:import|run|export|job)_(?:started|requested|scheduled|cancell?ed)$/

const isHuman = (type: ActorType | undefined): boolean => type === 'user' || type === 'admin'

const isNobody = (type: ActorType | undefined, id: string | undefined, name: string): boolean =>
  type === undefined || type === 'unknown' || (nobody.has((id ?? '').trim().toLowerCase()) && nobody.has(name))
