/** What `catalogue check` says, one sentence each. */
export const findings = {
  object_label_missing: 'The object type {type} has an empty label.',
  field_label_missing: 'The field {field} of {type} has no label, so people will read a column name.',
  object_name_unresolved: 'The name template of {type} uses “{name}”, which an object does not have.',
  placeholder_unresolved:
    'The sentence of {action} uses “{name}”, which is no argument of sentences, and the action expects no related.{name}.',
  placeholder_may_miss:
    'The sentence of {action} needs “{name}”, but the action does not expect {expected}; events without it get a sentence made from words.',
  sentence_unreadable: 'The sentence of {action} is not a readable message: {fault}.',
  status_without_sequence: 'The status {field} of {type} has no sequence, so backward moves and misspelt values cannot be seen.',
  money_without_currency: 'The money field {field} of {type} has no currency.',
  secret_without_treatment: 'The field {field} of {type} looks like a secret and is not omitted. Declare treatment: omit.',
  secret_kept:
    'The field {field} of {type} looks like a secret. Secrets are omitted whatever is declared; declare treatment: omit.',
  sensitive_in_clear:
    'The field {field} of {type} looks sensitive and is kept in the clear. Give it a treatment or readers, or write a justification.',
  personal_undeclared: 'The field {field} of {type} looks like personal data. Declare personal: true, so that it can be erased.',
  keep_without_mask: 'The field {field} of {type} keeps characters but is not masked.',
  readers_of_nothing: 'The field {field} of {type} is omitted, so there is nothing for its readers to read.',
  retention_missing: 'The action {action} does not say how long its events are kept.',
  why_missing: 'The action {action} does not say what its events are for.',
  verb_not_past: 'The action {action} should end in what was done, in the past tense: {suggestion}.',
  words_generic: 'The action {action} says nothing about the business; name the record and what was done to it.',
  expected_field_undeclared: 'The action {action} expects a change of {field}, which {type} does not declare.',
  expected_object_undeclared: 'The action {action} is about {type}, which the catalogue does not declare.',
  four_eyes_unknown_step: 'The workflow {workflow} wants four eyes on {step}, which is not one of its steps.',
  four_eyes_same_step: 'The workflow {workflow} wants four eyes on {step} and {step} again; name two steps.',
  workflow_unused: 'No action belongs to the workflow {workflow}; name actions {workflow}.…',
  sensitive_not_acked:
    'The action {action} is sensitive, but its event may be lost with the process that made it (delivery: memory).',
  not_logged_but_declared: 'The action {action} is declared and also listed as not logged.',
  duplicate_label: 'The fields {field} and {other} of {type} have the same label.',
}
