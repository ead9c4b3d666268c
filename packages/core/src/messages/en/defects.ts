/** What makes an event weak, one sentence each: what is wrong and what would mend it. */
export const defects = {
  uncatalogued_action: 'Nobody has described this kind of action in the catalogue, so nobody agreed what it should say.',
  undeclared_field: 'The catalogue does not describe the field “{field}”; its value is kept apart so that it can be erased.',
  no_change_named: 'The event says that something changed, but names no field.',
  no_before: '{field} has no value before, so nobody can tell what it changed from.',
  no_after: '{field} has no value after, so nobody can tell what it changed to.',
  nothing_changed: '{field} has the same value before and after.',
  id_for_name: 'It names {where} by a number or a code only, not by a name.',
  generic_words: 'The words say nothing about the business: {where}.',
  actor_unknown: 'Nobody is named as having done it.',
  system_unnamed: 'It was done by "the system"; name the automation, job or integration.',
  human_blamed: 'A person stands as the actor, but it came through {source}; name what did it, acting for the person.',
  source_mismatch: "It came through {source}, which is people's, but {actor} stands as the actor.",
  no_source: 'The event does not say through what it came.',
  source_unnamed: 'The source is {source}, but which one is not said.',
  no_object: 'The event names no record that it is about.',
  no_reason: 'A reason is asked for here, and none was given.',
  missing_expected: 'The catalogue expects {expected}, and the event does not say it.',
  role_not_allowed: "None of the actor's roles is allowed to do this.",
  misspelt_status: '{field} has a value that looks like a misspelling of {declared}.',
  recorded_late: 'It was recorded {hours, plural, one {# hour} other {# hours}} after it occurred.',
  clock_suspect:
    'The time it occurred cannot be right: {why, select, future {it is after the time it was recorded} other {it is before any such tool existed}}.',
  sensitive_in_clear: 'A secret or card number was sent in the clear and has been masked: {where}.',
  technical_noise: 'This is technical, not business: {where}.',
}

/** Places in an event, as the messages above name them. */
export const places = {
  actor: 'the actor',
  actingFor: 'whom the actor acts for',
  object: 'the record',
  related: 'a related record',
  customer: 'the customer',
  action: 'the action',
  reason: 'the reason',
  context: 'the context',
  technicalFields: 'only technical fields changed',
}
