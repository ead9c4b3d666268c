import type { Catalogue } from '../catalogue.ts'

const system = { category: 'system', why: 'investigate', retain: 'P2Y', expects: ['object'] } as const
const keys = { category: 'security', why: 'account', retain: 'P7Y', severity: 'high', expects: ['object'] } as const
const because = '{error, select, none {} other {: {error}}}'

/** Automations, API clients, webhooks, integrations, configuration: what acts by itself, and who set it up. */
export const systemActions = {
  'automation.created': system,
  'automation.updated': { ...system, expects: ['object', 'changes'] },
  'automation.enabled': { ...system, sentence: '{actor} turned on {object}' },
  'automation.disabled': { ...system, sentence: '{actor} turned off {object}', severity: 'high' },
  'automation.run_started': { ...system, sentence: '{actor} started a run', severity: 'low', expects: ['batch'] },
  'automation.run_completed': {
    ...system,
    sentence:
      '{actor} finished a run{updated, select, none {} other {: {updated, number} updated}}{failed, select, none {} other {, {failed, number} failed}}',
    severity: 'low',
    expects: ['batch'],
  },
  'automation.run_failed': {
    ...system,
    sentence: `{actor} could not finish its run${because}`,
    severity: 'high',
    expects: ['batch'],
  },

  'api_client.created': keys,
  'api_client.key_created': { ...keys, sentence: '{actor} created an API key for {object}' },
  'api_client.key_rotated': { ...keys, sentence: '{actor} rotated the API key of {object}' },
  'api_client.key_revoked': { ...keys, sentence: '{actor} revoked the API key of {object}' },
  'api_client.scope_changed': {
    ...keys,
    sentence: '{actor} changed what {object} may do: {changes}',
    expects: ['object', 'changes'],
  },

  'webhook.created': keys,
  'webhook.updated': { ...keys, expects: ['object', 'changes'] },
  'webhook.deleted': keys,
  'webhook.delivery_failed': { ...system, sentence: `A delivery to {object} failed${because}` },

  'integration.connected': { ...keys, sentence: '{actor} connected {object}' },
  'integration.updated': { ...keys, expects: ['object', 'changes'] },
  'integration.disconnected': { ...keys, sentence: '{actor} disconnected {object}' },
  'integration.sync_completed': {
    ...system,
    sentence: 'The synchronisation with {object} finished{updated, select, none {} other {: {updated, number} updated}}',
    severity: 'low',
  },
  'integration.sync_failed': { ...system, sentence: `The synchronisation with {object} failed${because}`, severity: 'high' },
  'integration.authorization_failed': { ...system, sentence: `{object} no longer lets us in${because}`, severity: 'high' },

  'settings.changed': {
    ...keys,
    category: 'system',
    sentence: '{actor} changed {object}: {changes}',
    expects: ['object', 'changes'],
  },
  'feature.enabled': { ...keys, category: 'system', sentence: '{actor} turned on {object}' },
  'feature.disabled': { ...keys, category: 'system', sentence: '{actor} turned off {object}' },
} as const satisfies Catalogue['actions']
