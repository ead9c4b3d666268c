/** What the address of the sign-in page says besides its path. */
export interface SignInAddress {
  /** The page that was asked for; a path of our own. */
  readonly to?: string
  /** What to tell above the form. */
  readonly said?: Said
}

const sayings = ['set', 'nobody', 'expired', 'refused', 'unavailable'] as const
export type Said = (typeof sayings)[number]

export const readSignInAddress = (search: { readonly [name: string]: unknown }): SignInAddress => ({
  ...(typeof search.to === 'string' && isOwnPath(search.to) ? { to: search.to } : {}),
  ...sayingIn(search.said),
})

const sayingIn = (said: unknown): { readonly said?: Said } => {
  const known = sayings.find((one) => one === said)
  return known === undefined ? {} : { said: known }
}

/** Never another site: `//elsewhere` and `/\elsewhere` are addresses of other machines. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path) && !/\p{Cc}/u.test(path)
