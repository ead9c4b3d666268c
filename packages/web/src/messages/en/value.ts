/** Texts of single values, wherever they stand. */
export const plainValue = {
  empty: 'empty',
  emptyText: 'empty text',
  emptyList: 'empty list',
  notSet: 'not set',
  removed: 'removed',
  yes: 'Yes',
  no: 'No',
  spaces: 'only spaces',
  treated: {
    omit: 'changed; the value is never recorded',
    mask: 'masked before it was recorded',
    tokenize: 'a code in place of the value; equal values have equal codes',
    encrypt: 'encrypted: who may see it can ask for it, with a reason',
    secret: 'looked like a secret and was masked',
  },
  encrypted: 'encrypted',
}

/** Texts of values, actors and sources, wherever they stand. */
export const value = {
  ...plainValue,
  difference: 'Difference: {amount}',
  added: 'Added',
  dropped: 'Removed',
  kept: (_count: number, shown: string) => `${shown} unchanged`,
}

export const actorTypes = {
  user: 'user',
  admin: 'administrator',
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

export const sources = {
  user_action: 'User action',
  admin_action: 'Admin action',
  automation: 'Automation',
  api: 'API',
  webhook: 'Webhook',
  bulk_import: 'Bulk import',
  background_job: 'Background job',
  system_rule: 'System rule',
  integration: 'Integration',
  direct_database: 'Direct database change',
  none: 'No source named',
  byPerson: 'by a person',
  bySystem: 'by a system',
}
