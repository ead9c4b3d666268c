export type SignerFaultCode =
  /** The key file is not there. */
  | 'key_missing'
  /** The key file cannot be read or is damaged. */
  | 'key_unreadable'
  /** Keys for this trail are there already, or what is left of them. */
  | 'key_exists'
  /** What was signed last is not known any more. */
  | 'memory_lost'
  /** The tree to sign does not extend the one signed last. */
  | 'not_consistent'

/** The signer cannot or will not sign: the trail takes no writes until a person has acted as the message says. */
export class SignerFault extends Error {
  override readonly name = 'SignerFault'
  readonly code: SignerFaultCode
  constructor(code: SignerFaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
