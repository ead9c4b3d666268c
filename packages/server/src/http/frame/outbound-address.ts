import { HttpProblem } from '../../problem/http-problem.ts'
import type { Service } from './service.ts'

/** Refuses an address without TLS, unless the configuration names its host. What the name leads to is judged when it is called. */
export const refuseUnencrypted = ({ outbound }: Pick<Service, 'outbound'>, address: string, pointer: string): void => {
  const { protocol, hostname, port } = new URL(address)
  if (protocol === 'https:' || outbound.isAllowedByName(hostname, Number(port || 80))) return
  throw new HttpProblem(
    'bad_body',
    'The address begins with https://. Without TLS only hosts are called that DAYBOOK_OUTBOUND_ALLOW names.',
    { pointer },
  )
}
