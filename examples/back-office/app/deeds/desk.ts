import { support, supportLead, technicians } from '../../history/people.ts'
import type { Deed } from '../tool.ts'
import { move } from './moves.ts'

const agents = [...support, supportLead].map(({ name }) => name)

/** Tickets of customers, and visits of technicians. */
export const deskDeeds: readonly Deed[] = [
  move({
    name: 'reassign',
    label: 'Reassign',
    on: 'ticket',
    action: 'ticket.reassigned',
    asks: [{ name: 'assignee', label: 'To', kind: 'choice', choices: agents }],
    why: true,
  }),
  move({
    name: 'escalate',
    label: 'Escalate',
    on: 'ticket',
    action: 'ticket.escalated',
    from: ['Open', 'Waiting for customer'],
    asks: [{ name: 'priority', label: 'To', kind: 'choice', choices: ['High', 'Urgent'] }],
    why: true,
  }),
  move({
    name: 'reply',
    label: 'Replied, wait for customer',
    on: 'ticket',
    action: 'ticket.replied',
    from: ['Open'],
    to: 'Waiting for customer',
  }),
  move({
    name: 'resolve',
    label: 'Resolve',
    on: 'ticket',
    action: 'ticket.resolved',
    from: ['Open', 'Waiting for customer'],
    to: 'Resolved',
  }),
  move({
    name: 'reopen',
    label: 'Reopen',
    on: 'ticket',
    action: 'ticket.reopened',
    from: ['Resolved', 'Closed'],
    to: 'Open',
    why: true,
  }),
  move({
    name: 'reassign',
    label: 'Reassign',
    on: 'job',
    action: 'job.reassigned',
    from: ['Planned'],
    asks: [{ name: 'technician', label: 'To', kind: 'choice', choices: technicians }],
    why: true,
  }),
  move({
    name: 'move',
    label: 'Move the visit',
    on: 'job',
    action: 'job.moved',
    from: ['Planned'],
    asks: [{ name: 'visit', label: 'New day', kind: 'date' }],
    why: true,
  }),
  move({
    name: 'complete',
    label: 'Report as done',
    on: 'job',
    action: 'job.completed',
    from: ['Planned'],
    to: 'Done',
    asks: [{ name: 'minutes', label: 'Minutes on site', kind: 'number' }],
  }),
]
