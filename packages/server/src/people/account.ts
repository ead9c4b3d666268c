/** A person's account. Whether it may sign in is told by its state, what it may read by the roles it holds. */
export interface Account {
  readonly id: string
  /** As it was typed; accounts are told apart by `foldEmail`. */
  readonly email: string
  readonly name: string
  /** Looks after the whole folder. */
  readonly isOwner: boolean
  readonly createdAtMs: number
  /** When the invited person took the invitation; until then nobody can sign in. */
  readonly joinedAtMs: number | null
  readonly disabledAtMs: number | null
  /** Must have a second factor, whatever the rule of the folder says. */
  readonly mustHaveSecondFactor: boolean
}

export type AccountState = 'invited' | 'active' | 'disabled'

export const stateOf = ({ disabledAtMs, joinedAtMs }: Account): AccountState =>
  disabledAtMs !== null ? 'disabled' : joinedAtMs === null ? 'invited' : 'active'

/** What makes two e-mail addresses the same account: compatibility forms and case do not tell them apart. */
export const foldEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase()
