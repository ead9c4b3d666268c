/**
 * The event was not taken: by the server, or, where the recorder is `strict` or the action may not go unrecorded, by its own
 * check beforehand. Correct it and record again. `code` has a section in docs/errors.md.
 */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused'
  readonly code: string
  /** RFC 6901 pointer to the place in the event, where there is one. */
  readonly pointer: string | undefined
  constructor(code: string, detail: string, pointer?: string) {
    super(detail)
    this.code = code
    this.pointer = pointer
  }
}

/**
 * No answer that counts: no connection, a time-out, a proxy's page, a server that cannot store at the moment. The event
 * may be on the trail or not; recording the same event again settles it, since its id decides.
 */
export class RecordUnanswered extends Error {
  override readonly name = 'RecordUnanswered'
}
