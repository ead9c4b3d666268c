import type { ActionDeclaration } from './catalogue.ts'

/** The declaration of one of the trail's own events, which no list shows unless asked. */
export interface TrailActionDeclaration extends Omit<ActionDeclaration, 'category'> {
  readonly category: 'trail'
}

const own = (sentence: string, severity: 'low' | 'normal' | 'high' = 'normal'): TrailActionDeclaration => ({
  category: 'trail',
  sentence,
  severity,
  why: 'account',
})

const records = '{count, plural, one {# event} other {# events}}'
const shown = '{count, select, none {} other {, and was shown {count, plural, one {# event} other {# events}}}}'
const words = '{reason, select, none {} other {: {reason}}}'
const imported = '{rows, plural, one {# line} other {# lines}}'

/**
 * What happens to the trail itself. Part of Daybook, not of any catalogue: nobody can redeclare, trim or switch off
 * these. Only the server writes them, but for `trail.gap`, by which a producer owns up to what it lost.
 */
export const trailCatalogue: { readonly [action: string]: TrailActionDeclaration } = {
  'trail.created': own('{actor} created the trail {object}', 'high'),
  'trail.opened': own('{actor} opened the trail {object} for reading and writing', 'low'),
  'trail.key_created': own('{actor} created the access key {object}', 'high'),
  'trail.key_revoked': own('{actor} revoked the access key {object}', 'high'),
  'trail.catalogue_pushed': own('{actor} pushed {object}', 'high'),
  'trail.exported': own(`{actor} exported ${records}{source, select, none {} other { through {source}}}`, 'high'),
  'trail.history_imported': own(`{actor} imported history from {file}{rows, select, none {} other {: ${imported}}}`, 'high'),
  'trail.id_conflict': own('{actor} refused an event that reused the id of {object} with other content', 'high'),
  'trail.checkpoint_disputed': own('{actor} was shown a checkpoint through {object} that this trail never had', 'high'),
  'trail.gap': own(
    '{actor} lost {count, select, none {an unknown number of events} other {{count, plural, one {# event} other {# events}}}}{reason, select, none {} other {: {reason}}}',
    'high',
  ),
  'trail.gap_opened': own(
    '{actor} misses {count, select, none {events} other {{count, plural, one {# event} other {# events}}}} from {object}{reason, select, none {} other {: {reason}}}',
    'high',
  ),
  'trail.gap_closed': own('{actor} misses no event from {object} any more'),
  'trail.signed_in': own('{actor} signed in to the trail'),
  'trail.signed_out': own('{actor} signed out of the trail', 'low'),
  'trail.forwarder_created': own('{actor} set up {object}, which copies events to another system', 'high'),
  'trail.forwarder_changed': own('{actor} changed {object}, which copies events to another system', 'high'),
  'trail.forwarder_removed': own('{actor} removed {object}, which copied events to another system', 'high'),
  'trail.forwarder_failed': own(
    '{actor} cannot send copies through {object}{reason, select, none {} other {: {reason}}}',
    'high',
  ),
  'trail.forwarder_recovered': own('{actor} sends copies through {object} again'),
  'trail.alert_created': own('{actor} set the alert {object}', 'high'),
  'trail.alert_changed': own('{actor} changed the alert {object}', 'high'),
  'trail.alert_removed': own('{actor} removed the alert {object}', 'high'),
  'trail.alert_fired': own(
    '{actor} raised the alert {object}{count, select, none {} other {: {count, plural, one {# event} other {# events}}}}',
    'high',
  ),
  'trail.review_signed_off': own(
    '{actor} signed off {object}{count, select, none {} other {: {count, plural, one {# event} other {# events}}}}',
    'high',
  ),
  'trail.revealed': own('{actor} revealed {value} of {object}{reason, select, none {} other {: {reason}}}', 'high'),
  'trail.sign_in_failed': own(`{actor} refused {count, plural, one {a sign-in} other {# sign-ins}} as {object}${words}`, 'high'),
  'trail.session_revoked': own('{actor} ended the {object}'),
  'trail.viewed_as': own('{actor} viewed the trail as somebody with other roles'),
  'trail.person_invited': own('{actor} invited {object} to the trail', 'high'),
  'trail.person_added': own('{actor} gave {object} roles on the trail', 'high'),
  'trail.person_joined': own('{actor} made the account of {object}', 'high'),
  'trail.person_changed': own('{actor} changed the account or the roles of {object}', 'high'),
  'trail.person_removed': own('{actor} removed {object} from the trail', 'high'),
  'trail.password_changed': own('{actor} set a new password for {object}', 'high'),
  'trail.password_reset': own('{actor} made a link by which {object} can set a new password', 'high'),
  'trail.second_factor_added': own('{actor} added a second factor to the account of {object}', 'high'),
  'trail.second_factor_removed': own('{actor} removed the second factor of {object}', 'high'),
  'trail.recovery_codes_made': own('{actor} made new recovery codes for {object}', 'high'),
  'trail.sign_in_rules_changed': own('{actor} changed the rules of signing in', 'high'),
  'trail.role_created': own('{actor} made the role {object}', 'high'),
  'trail.role_changed': own('{actor} changed what the role {object} reads or may do', 'high'),
  'trail.role_removed': own('{actor} removed the role {object}', 'high'),
  'trail.epoch_opened': own('{actor} opened a new epoch of the trail{reason, select, none {} other {: {reason}}}', 'high'),
  'trail.key_rotated': own('{actor} rotated the key that signs the trail', 'high'),
  'trail.verified': own('{actor} verified the trail{outcome, select, success {} other {, and it did not hold}}'),
  'trail.events_read': own(
    '{actor} read {count, select, none {the trail} other {{count, plural, one {# event} other {# events}} of the trail}}',
    'low',
  ),
  'trail.searched': own(
    `{actor} {query, select, none {looked through the trail} other {searched for {query}}}{around, select, none {} other { around {around}}}${shown}`,
    'low',
  ),
  'trail.record_viewed': own(`{actor} looked at {record}${shown}`, 'low'),
  'trail.event_viewed': own('{actor} opened {object}{record, select, none {} other { on {record}}}', 'low'),
  'trail.view_saved': own('{actor} saved the view {object}'),
  'trail.view_removed': own('{actor} removed the view {object}'),
  'trail.noted': own(`{actor} noted on {object}${words}`),
  'trail.asked': own(`{actor} asked about {object}${words}`),
  'trail.answered': own(`{actor} answered a question about {object}${words}`),
  'trail.zone_changed': own('{actor} changed the time zone of the team{changes, select, none {} other {: {changes}}}'),
  'trail.erased': own('{actor} erased personal data{reason, select, none {} other {: {reason}}}', 'high'),
  'trail.retention_applied': own('{actor} removed events whose time had run out', 'high'),
  'trail.hold_set': own('{actor} put events under a legal hold{reason, select, none {} other {: {reason}}}', 'high'),
  'trail.hold_lifted': own('{actor} lifted a legal hold{reason, select, none {} other {: {reason}}}', 'high'),
}
