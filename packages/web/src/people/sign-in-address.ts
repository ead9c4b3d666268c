/** What the address of the sign-in page says besides its path. */
export interface SignInAddress {
  /** The page that was asked for; a path of our own. */
  readonly to?: string
  /** What to tell above the form. */
  readonly said?: 'set'
}

export const readSignInAddress = (search: { readonly [name: string]: unknown }): SignInAddress => ({
  ...(typeof search.to === 'string' && isOwnPath(search.to) ? { to: search.to } : {}),
  ...(search.said === 'set' ? { said: 'set' } : {}),
})

/** Never another site: `//elsewhere` and `/\elsewhere` are addresses of other machines. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path) && !/\p{Cc}/u.test(path)
