/** Who asks a search. */
export interface Asker {
  /** One for all that a person, a key or a program asks: whose turn it is goes by this. */
  readonly reader: string
  /** Aborted once nobody waits for the answer any more. */
  readonly gone?: AbortSignal
}

/** What the server asks for itself, alerts and copies to other systems, takes turns as one reader. */
export const theServer: Asker = { reader: 'the server' }
