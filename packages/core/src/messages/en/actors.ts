import type { ActorType, SourceType } from '../../event/event.ts'

/** What stands in brackets after an actor's name; people need no such word. */
export const actorLabels: { readonly [type in ActorType]: string } = {
  user: '',
  admin: '',
  automation: 'automation',
  integration: 'integration',
  api_client: 'API client',
  scheduled_job: 'scheduled job',
  webhook: 'webhook',
  import: 'import',
  agent: 'AI agent',
  database: 'database role',
  system: 'system',
  unknown: 'unknown',
}

/** A source that has no name of its own. */
export const sourceLabels: { readonly [type in SourceType]: string } = {
  user_action: 'a person',
  admin_action: 'an administrator',
  automation: 'an automation',
  api: 'the API',
  webhook: 'a webhook',
  bulk_import: 'a bulk import',
  background_job: 'a background job',
  system_rule: 'a system rule',
  integration: 'an integration',
  direct_database: 'the database itself',
}
