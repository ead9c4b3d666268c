import { useState } from 'react'
import { m } from '../messages/messages.ts'
import { Command } from '../text/command.tsx'

/** A UUID of version 4. `crypto.randomUUID` is missing on plain http beyond this machine. */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte, index) => {
    const fixed = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte
    return fixed.toString(16).padStart(2, '0')
  }).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

const firstEvent = () => ({
  id: freshId(),
  action: 'order.approved',
  occurredAt: new Date().toISOString(),
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  source: { type: 'user_action' },
  object: { type: 'order', id: '1842', name: 'Order #1842' },
  changes: [{ field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' }],
})

/** The empty trail: the three lines that send its first event. */
export function FirstEvent({ trail }: { readonly trail: string }) {
  const [event] = useState(firstEvent)
  const lines = [
    `curl ${location.origin}/v1/trails/${trail}/events \\`,
    `  -H "Authorization: Bearer $DAYBOOK_KEY" -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(event)}'`,
  ]
  return (
    <section className="note" aria-labelledby="empty">
      <h2 id="empty">{m.list.emptyTitle}</h2>
      <p>{m.list.emptyLead}</p>
      <Command text={lines.join('\n')} />
    </section>
  )
}
