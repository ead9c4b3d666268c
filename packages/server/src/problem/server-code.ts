import type { RefusalCode } from '@daybook/core'

/** Why a call was not answered as asked, beyond what is wrong with an event. A code without its section in docs/errors.md fails a test. */
export const serverCodes = {
  bad_request: { status: 400, phrase: 'The request is not one that HTTP or this call understands.' },
  bad_parameter: { status: 400, phrase: 'A parameter of the call is not valid.' },
  unsupported_filter: { status: 400, phrase: 'This filter needs the search index, which this version does not have.' },
  unauthenticated: { status: 401, phrase: 'The call carries no valid credential.' },
  forbidden: { status: 403, phrase: 'The credential does not allow this.' },
  bad_origin: { status: 403, phrase: 'The call did not come from a page of this server.' },
  not_found: { status: 404, phrase: 'There is nothing here, or it belongs to somebody else.' },
  method_not_allowed: { status: 405, phrase: 'This address does not take this method.' },
  request_timeout: { status: 408, phrase: 'The request took too long to arrive.' },
  trail_exists: { status: 409, phrase: 'There is a trail of this name already.' },
  header_fields_too_large: { status: 431, phrase: 'The header fields are larger than the server reads.' },
  bad_body: { status: 422, phrase: 'The body does not have the shape this call needs.' },
  events_refused: { status: 422, phrase: 'Some events of the batch were refused; the others are stored.' },
  too_busy: { status: 429, phrase: 'The server has as much waiting as it can hold.' },
  internal_error: { status: 500, phrase: 'The server has a defect.' },
  storage_full: { status: 503, phrase: 'The disk is full.' },
  storage_fault: { status: 503, phrase: 'The disk failed, and the trail takes no more events until it has been checked.' },
  sealed: { status: 503, phrase: 'The trail takes no events because its record does not agree with what was signed.' },
  starting: { status: 503, phrase: 'The server is starting or stopping.' },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly phrase: string } }

export type ServerCode = keyof typeof serverCodes

/** The HTTP status of a refusal when it is the answer to the whole call. */
export const refusalStatus: { readonly [code in RefusalCode]: number } = {
  invalid_json: 400,
  body_too_large: 413,
  too_many_events: 413,
  no_events: 400,
  unsupported_media_type: 415,
  invalid_unicode: 400,
  duplicate_key: 400,
  forbidden_key: 400,
  unsafe_number: 400,
  too_deep: 400,
  event_too_large: 413,
  string_too_long: 413,
  too_many_changes: 413,
  too_many_slots: 422,
  not_an_object: 422,
  unknown_member: 422,
  reserved_member: 422,
  missing_member: 422,
  wrong_type: 422,
  wrong_value: 422,
  bad_id: 422,
  bad_action: 422,
  bad_time: 400,
  reserved_action: 422,
  id_conflict: 409,
  uncatalogued_action: 422,
  undeclared_field: 422,
  missing_expected: 422,
  bad_catalogue: 422,
}
