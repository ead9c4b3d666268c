/** Why a call to another machine did not succeed. */
export type FailureReason =
  | 'not_allowed'
  | 'no_address'
  | 'unreachable'
  | 'not_trusted'
  | 'too_slow'
  | 'too_large'
  | 'broke_off'
  | 'refused'

/** A call to another machine that did not succeed. The message is for the person who set the address, and names no values. */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure'
  readonly reason: FailureReason
  /** The status that an HTTP receiver answered, where it answered one. */
  readonly status: number | undefined

  constructor(reason: FailureReason, message: string, options?: ErrorOptions & { readonly status?: number }) {
    super(message, options)
    this.reason = reason
    this.status = options?.status
  }
}

/** What a failed connection means, in words for the person who set the address. */
export const failureOf = (error: unknown): OutboundFailure => {
  if (error instanceof OutboundFailure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const [reason, message] = wordsOf(code)
  return new OutboundFailure(reason, message, { cause: error })
}

const wordsOf = (code: string): readonly [FailureReason, string] => {
  if (code === 'ECONNREFUSED') return ['unreachable', 'Nothing listens at this address and port.']
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return ['unreachable', 'There is no way to this address from here.']
  if (code === 'ETIMEDOUT') return ['too_slow', 'The other side did not answer in time.']
  if (code === 'CERT_HAS_EXPIRED') return ['not_trusted', 'Its certificate has expired.']
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return ['not_trusted', 'Its certificate is for another name.']
  if (untrusted.has(code))
    return ['not_trusted', 'Its certificate is not signed by anybody this server trusts (DAYBOOK_OUTBOUND_CA names more).']
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return ['not_trusted', 'It does not speak TLS as it should.']
  return ['broke_off', 'The connection broke off.']
}

const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
])
