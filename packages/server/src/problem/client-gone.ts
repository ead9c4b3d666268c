/** Whoever called went away before the answer, or before the request was complete; nobody is left to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}
