import { OutboundFailure } from './outbound-failure.ts'

/** A host and the one address of it that was judged. */
export interface Target {
  /** The name, or an address. IPv6 without brackets. */
  readonly host: string
  readonly port: number
  readonly address: string
  readonly family: number
}

/** A host as lists have it: lower case, IPv6 without brackets, no dot at the end; odd spellings of IPv4 become the usual one. */
export const plainName = (host: string): string => {
  const text = host.trim().toLowerCase()
  const url = URL.parse(`http://${text.includes(':') && !text.startsWith('[') ? `[${text}]` : text}/`)
  if (url === null || url.pathname !== '/' || url.username !== '' || url.port !== '' || url.search !== '')
    throw new OutboundFailure('no_address', 'This is not the name of a host.')
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

/** Throws where the text is no address of HTTP, or carries a name and password. */
export const httpUrl = (text: string): URL => {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new OutboundFailure('no_address', 'This is not an address that begins with https.')
  if (url.username !== '' || url.password !== '')
    throw new OutboundFailure('not_allowed', 'The address has a name or password in it; take it out.')
  return url
}
