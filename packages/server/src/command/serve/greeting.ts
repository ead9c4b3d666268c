import type { Screen } from '../screen.ts'
import type { FirstRun } from './first-run.ts'
import type { RunningDaybook } from './start-server.ts'

/** What `serve` says once it is ready; with `--json` one line that begins with the URL. */
export function greet(screen: Screen, server: RunningDaybook): void {
  const { url, data, first, sealed } = server
  screen.document({
    url,
    data,
    pid: process.pid,
    ...(first === undefined ? {} : { first }),
    ...(sealed.length === 0 ? {} : { sealed }),
  })
  screen.say(`${screen.style('bold', 'Daybook')} is at ${screen.style('bold', url)}, its data in ${data}.`)
  if (first === undefined) screen.say('To sign in with a browser: daybook link')
  else introduce(screen, first, server)
  for (const { trail, because } of sealed) screen.say(`\n${screen.style('red', `Trail ${trail} takes no events:`)} ${because}`)
  screen.say('\nCtrl-C stops it.')
}

function introduce(screen: Screen, first: FirstRun, server: RunningDaybook): void {
  screen.say(`\nA trail named “${first.trail}” has been created. Sign in once, within 24 hours, with\n\n  ${first.link}`)
  screen.say('\nSend the first event (the key in it may write and is shown only now):\n')
  screen.say(firstEvent(server.url, first, server.tls?.cert))
}

/** Three lines for a shell, which work as they stand: the id is fixed, so that pasting them twice records one event. */
function firstEvent(url: string, first: FirstRun, certificate: string | undefined): string {
  const event = {
    id: first.eventId,
    action: 'order.approved',
    occurredAt: first.at,
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    source: { type: 'user_action' },
    object: { type: 'order', id: '1842', name: 'Order #1842' },
    changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
  }
  const trust = certificate === undefined ? '' : ` --cacert '${certificate}'`
  return [
    `curl -sS${trust} ${url}/v1/trails/${first.trail}/events \\`,
    `  -H 'Authorization: Bearer ${first.key}' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(event)}'`,
  ].join('\n')
}
