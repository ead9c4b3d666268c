import { BlockList, isIP } from 'node:net'

/**
 * Whether an address (text, as `dns.lookup` gives it) is one of the public internet. Everything else is refused where
 * nobody allowed it by name: this machine, private networks, link-local (among them the addresses where clouds answer
 * with credentials), shared and documentation ranges, multicast, and every form in which IPv6 carries such an IPv4
 * address (IANA special-purpose registries; RFC 6890, RFC 4291, RFC 6052, RFC 8215).
 */
export const isPublicAddress = (address: string): boolean => {
  const version = isIP(address)
  if (version === 4) return !special4.check(address, 'ipv4')
  // A zone (`fe80::1%eth0`) names an interface of this machine.
  if (version !== 6 || address.includes('%')) return false
  const words = wordsOf(address)
  const carried = carriedAddress(words)
  if (carried !== undefined) return !special4.check(carried, 'ipv4')
  return ((words[0] ?? 0) & 0xe000) === 0x2000 && !special6.check(address, 'ipv6')
}

const listOf = (kind: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits = ''] = subnet.split('/')
    list.addSubnet(net, Number(bits), kind)
  }
  return list
}

const special4 = listOf('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
])

/** Within 2000::/3, which is all that is given out. Teredo and 6to4 carry IPv4 addresses, and nobody listens there. */
const special6 = listOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/** The eight 16-bit words of an IPv6 address. */
const wordsOf = (address: string): readonly number[] => {
  // The URL parser writes an IPv6 address in one way only, dotted endings as hexadecimal.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = text.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...middle, ...right].map((word) => Number.parseInt(word, 16))
}

/** The IPv4 address of a mapped (::ffff:0:0/96) or NAT64 address (64:ff9b::/96). */
const carriedAddress = (words: readonly number[]): string | undefined => {
  const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff
  const isNat64 = words[0] === 0x64 && words[1] === 0xff9b && words.slice(2, 6).every((word) => word === 0)
  if (!isMapped && !isNat64) return undefined
  return words
    .slice(6)
    .flatMap((word) => [word >> 8, word & 0xff])
    .join('.')
}
