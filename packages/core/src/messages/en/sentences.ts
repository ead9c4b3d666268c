/** How a sentence is put together where the catalogue has none. ICU MessageFormat; arguments are in docs/sentences.md. */
export const sentences = {
  // the whole
  done: '{who} {predicate}',
  doneWithChanges: '{who} {predicate}: {changes}',
  failed: '{who} tried to {attempt}, but it failed{error, select, none {} other {: {error}}}',
  denied: '{who} was not allowed to {attempt}{error, select, none {} other {: {error}}}',
  nothing: '{who} did something that the event does not name',

  // who
  actor: '{name}',
  actorOfKind: '{name} ({kind})',
  actorActingFor: '{name} (acting for {other})',
  actorOfKindActingFor: '{name} ({kind}, acting for {other})',
  actorUnknown: 'Somebody unknown',
  actorUnnamed: 'Somebody',
  actorHidden: 'Somebody (hidden)',
  actorErased: 'Somebody (erased)',
  systemUnnamed: 'The system',

  // on what
  objectTyped: '{type} {id}',
  objectCounted: '{object} ({count, plural, one {# record} other {# records}})',
  countOnly: '{count, plural, one {# {thing} record} other {# {thing} records}}',
  objectMany: '{thing} records',
  objectNone: 'an unnamed {thing}',

  // one change, said by itself
  onlyFromTo: 'changed {object} from {before} to {after}',
  onlySet: 'set {field} of {object} to {after}',
  onlyRemoved: 'removed {field} (was {before}) from {object}',
  onlyChanged: 'changed {field} of {object}',
  onlyList: 'changed {field} of {object}: {items}',
  nounFromTo: '{predicate} from {before} to {after}',
  nounTo: '{predicate} to {after}',
  nounFrom: '{predicate} from {before}',
  nounList: '{predicate}: {items}',
  nounValue: '{words} the {noun} {value} {preposition} {object}',

  // one change among others
  changeFromTo: '{field} from {before} to {after}',
  changeSet: '{field} set to {after}',
  changeRemoved: '{field} removed',
  changeNew: '{field} {after}',
  changeOnly: '{field} changed',
  changeOnlyNew: '{field} set',
  changeHidden: '{field} changed (hidden)',
  changeHiddenSet: '{field} set (hidden)',
  changeHiddenRemoved: '{field} removed (hidden)',
  changeList: '{field}: {items}',
  listAdded: 'added {added}',
  listRemoved: 'removed {removed}',
  listBoth: 'added {added}, removed {removed}',
  changeSlotHidden: '{field} (hidden)',
  changeSlotErased: '{field} (erased)',
  changesSlotHidden: 'changes (hidden)',
  changesSlotErased: 'changes (erased)',
  changesMore: '{shown} and {rest, plural, one {# more field} other {# more fields}}',
  fieldOfItem: '{field} ({item})',

  // what an import or a run claims
  countCreated: '{count, number} created',
  countUpdated: '{count, number} updated',
  countUnchanged: '{count, number} unchanged',
  countFailed: '{count, number} failed',

  // values
  empty: 'empty',
  yes: 'yes',
  no: 'no',
  on: 'on',
  off: 'off',
  hidden: '(hidden)',
  erased: '(erased)',
  quoted: '“{text}”',
  member: '{name} {value}',
  group: '({members})',
  listMore: '{shown} and {rest} more',
} as const satisfies Record<string, string>
