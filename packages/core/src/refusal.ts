/**
 * Why something sent to Daybook was refused. A closed set: a code without its phrase does not compile, and a code
 * without its section in `docs/errors.md` fails a test. The caller can act on every one of them.
 */
export const refusalPhrases = {
  // the whole body
  invalid_json: 'The body is not valid JSON.',
  body_too_large: 'The request is larger than Daybook accepts.',
  no_events: 'The body carries no event.',
  too_many_events: 'The request carries more events than Daybook accepts at once.',
  unsupported_media_type: 'Daybook does not read this content type or encoding.',
  // one event, before it is understood
  invalid_unicode: 'The text is not well-formed Unicode, or contains a NUL.',
  duplicate_key: 'An object names the same member twice.',
  forbidden_key: 'An object has a member with a name that is never accepted.',
  unsafe_number: 'A number cannot be kept exactly.',
  too_deep: 'The value is nested too deeply.',
  event_too_large: 'The event is larger than Daybook accepts.',
  string_too_long: 'A string is longer than Daybook accepts.',
  too_many_changes: 'The event carries more changes than Daybook accepts.',
  too_many_slots: 'The event would need more slots than a record may have.',
  // one event, against the model
  not_an_object: 'An event is a JSON object.',
  unknown_member: 'The event has a member that Daybook does not know.',
  reserved_member: 'The member is set by the server and may not be sent.',
  missing_member: 'A required member is missing.',
  wrong_type: 'A member has the wrong type.',
  wrong_value: 'A member has a value that is not one of those allowed.',
  bad_id: 'The id is not a UUID.',
  bad_action: 'The action is not written as object.past_tense_verb.',
  bad_time: 'The time is not an RFC 3339 time with an offset, or is out of range.',
  reserved_action: 'The action belongs to the trail itself and may not be sent.',
  id_conflict: 'The id is already on the trail with other content.',
  // one event, against a strict catalogue
  uncatalogued_action: 'The catalogue does not declare this action.',
  undeclared_field: 'The catalogue does not declare this field.',
  missing_expected: 'The catalogue expects something that the event does not carry.',
  // a catalogue
  bad_catalogue: 'The catalogue is not valid.',
  // a search
  bad_query: 'The query cannot be understood.',
} as const

export type RefusalCode = keyof typeof refusalPhrases

/** One refusal: `detail` says what and what to do, in plain English and without the value; `pointer` is an RFC 6901 JSON pointer into the event. */
export interface Problem {
  readonly code: RefusalCode
  readonly detail: string
  readonly pointer?: string
  /** Of a query: where in its text, in UTF-16 units from 0. */
  readonly at?: number
}

/** A refusal of a whole call. Refusals of single events travel as values (`Problem`), since a batch may have a thousand. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** True for a `Problem` where a function answers either a problem or a result. */
export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && (value as Problem).code in refusalPhrases
