import { defineCatalogue } from '@daybook/core'

/**
 * What Tidewater's back office puts on the record, and how it reads. Operations and engineering signed the page that
 * `daybook catalogue plan` makes of this file before the first line of the tool was instrumented.
 */
const because = '{reason, select, none {} other {: {reason}}}'
const work = { category: 'workflow', retain: 'P7Y', why: 'explain' } as const
/** Money moves with its event, in one transaction, or not at all. */
const money = { ...work, delivery: 'transactional' } as const
const data = { category: 'data', retain: 'P7Y', why: 'explain' } as const
const access = { category: 'access', retain: 'P2Y', why: 'account', sensitivity: 'sensitive' } as const
const rights = { category: 'security', retain: 'P7Y', why: 'account', severity: 'high' } as const
const signIn = { category: 'security', retain: 'P2Y', why: 'investigate' } as const
const machine = { category: 'system', retain: 'P1Y', why: 'investigate' } as const
const status = ['changes.status'] as const

export default defineCatalogue({
  objects: {
    customer: {
      label: 'Customer',
      fields: {
        name: { label: 'Name' },
        status: { label: 'Status', kind: 'status', sequence: ['Trial', 'Active', 'Closed'] },
        billingStatus: {
          label: 'Billing status',
          kind: 'status',
          sequence: ['Trial', 'Active', 'Suspended', 'Inactive', 'None'],
        },
        plan: { label: 'Plan' },
        segment: { label: 'Segment' },
        conditions: { label: 'Conditions' },
        owner: { label: 'Account owner', kind: 'owner' },
        email: { label: 'E-mail', personal: true, justification: 'Support finds the customer by it' },
        phone: { label: 'Phone', treatment: 'mask', keep: 4 },
        address: { label: 'Address', personal: true, justification: 'Deliveries are explained with it' },
        creditLimit: { label: 'Credit limit', kind: 'money', currency: 'GBP' },
        discount: { label: 'Discount (%)', kind: 'number' },
        newsletter: { label: 'Newsletter', kind: 'boolean' },
        note: { label: 'Note', kind: 'text' },
      },
    },
    order: {
      label: 'Order',
      name: 'Order #{id}',
      fields: {
        status: {
          label: 'Status',
          kind: 'status',
          sequence: ['Pending Review', 'Approved', 'Packed', 'Shipped', 'Delivered'],
        },
        total: { label: 'Total', kind: 'money', currency: 'GBP' },
        items: { label: 'Items', kind: 'list' },
        deliveryNote: { label: 'Delivery note', kind: 'text' },
        tracking: { label: 'Tracking number' },
      },
    },
    refund: {
      label: 'Refund',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Requested', 'Finance review', 'Approved', 'Paid'] },
        amount: { label: 'Amount', kind: 'money', currency: 'GBP' },
      },
    },
    ticket: {
      label: 'Ticket',
      name: 'Ticket #{id}',
      fields: {
        subject: { label: 'Subject', kind: 'text' },
        status: { label: 'Status', kind: 'status', sequence: ['Open', 'Waiting for customer', 'Resolved', 'Closed'] },
        priority: { label: 'Priority' },
        assignee: { label: 'Assignee', kind: 'owner' },
      },
    },
    job: {
      label: 'Job',
      name: 'Job #{id}',
      fields: {
        work: { label: 'Work' },
        status: { label: 'Status', kind: 'status', sequence: ['Planned', 'Done'] },
        visit: { label: 'Visit', kind: 'date' },
        technician: { label: 'Technician', kind: 'owner' },
        minutes: { label: 'Minutes on site', kind: 'number' },
      },
    },
    product: {
      label: 'Product',
      fields: {
        title: { label: 'Title' },
        price: { label: 'Price', kind: 'money', currency: 'GBP' },
        stock: { label: 'Stock', kind: 'number' },
        reorderAt: { label: 'Reorder at', kind: 'number' },
        active: { label: 'Active', kind: 'boolean' },
      },
    },
    vendor: {
      label: 'Vendor',
      fields: {
        name: { label: 'Name' },
        status: { label: 'Status', kind: 'status', sequence: ['Pending', 'Approved'] },
        terms: { label: 'Payment terms' },
        risk: { label: 'Risk' },
        bankAccount: { label: 'Bank account', treatment: 'encrypt', readers: ['finance'] },
      },
    },
    user: {
      label: 'User',
      fields: {
        role: { label: 'Role', kind: 'permission' },
        password: { label: 'Password', treatment: 'omit' },
      },
    },
    integration: { label: 'Integration', fields: { certificate: { label: 'Certificate' } } },
    settings: { label: 'Settings' },
  },

  actions: {
    'order.placed': {
      ...work,
      sentence: '{actor} placed {object} for {customer} over {after_total}.',
      expects: ['changes.status', 'changes.total', 'customer'],
    },
    'order.approved': { ...work, sentence: '{object} changed from {before} to {after}.', expects: status, decision: 'approved' },
    'order.updated': { ...data, expects: ['changes'], sentence: '{actor} corrected {object}: {changes}.' },
    'order.packed': { ...work, sentence: '{actor} packed {object}.', expects: status },
    'order.shipped': {
      ...work,
      sentence: '{actor} shipped {object}{after_tracking, select, none {} other { as {after_tracking}}}.',
      expects: status,
    },
    'order.delivered': { ...work, sentence: '{actor} reported {object} as delivered.', expects: status },
    'order.held': { ...work, sentence: `{actor} put {object} on hold${because}.`, expects: status, reason: 'required' },
    'order.released': { ...work, sentence: '{actor} released {object} to {after}.', expects: status },
    'order.sent_back': {
      ...work,
      sentence: `{actor} sent {object} back from {before} to {after}${because}.`,
      expects: status,
      reason: 'required',
    },
    'order.cancelled': {
      ...work,
      sentence: `{actor} cancelled {object}${because}.`,
      expects: status,
      reason: 'required',
      decision: 'cancelled',
    },
    'order.discount_refused': {
      ...machine,
      category: 'workflow',
      sentence: '{actor} stopped a discount on {object}: {reason}.',
      reason: 'required',
    },
    'order.price_overridden': {
      ...work,
      sentence: '{actor} overrode {rule} on {object}: total from {before} to {after}.',
      expects: ['changes.total', 'override'],
      reason: 'required',
      allowedRoles: ['Operations Manager', 'Support Manager'],
      severity: 'high',
      decision: 'overridden',
    },

    'refund.requested': {
      ...money,
      sentence: `{actor} requested {object} over {after_amount}${because}.`,
      expects: ['changes.status', 'changes.amount'],
      reason: 'required',
      decision: 'requested',
    },
    'refund.reviewed': { ...money, sentence: '{actor} took {object} into finance review.', expects: status },
    'refund.approved': {
      ...money,
      sentence: '{actor} approved {object}.',
      expects: status,
      reason: 'required',
      allowedRoles: ['Finance', 'Finance Manager', 'Operations Manager'],
      severity: 'high',
      decision: 'approved',
    },
    'refund.reopened': {
      ...money,
      sentence: `{actor} took {object} back into finance review${because}.`,
      expects: status,
      reason: 'required',
      decision: 'reopened',
    },
    'refund.rejected': {
      ...money,
      sentence: `{actor} rejected {object}${because}.`,
      expects: status,
      reason: 'required',
      decision: 'rejected',
    },
    'refund.paid': { ...work, sentence: '{actor} paid {object} out.', expects: status },

    'ticket.opened': {
      ...work,
      sentence: '{customer} opened {object}: {after_subject}.',
      expects: ['changes.subject', 'customer'],
    },
    'ticket.assigned': { ...work, sentence: '{actor} assigned {object} to {after}.', expects: ['changes.assignee'] },
    'ticket.reassigned': {
      ...work,
      sentence: `{actor} reassigned {object} from {before} to {after}${because}.`,
      expects: ['changes.assignee'],
      reason: 'required',
      decision: 'reassigned',
    },
    'ticket.replied': { ...work, sentence: '{actor} replied to {object} and waits for the customer.', expects: status },
    'ticket.answered': { ...work, sentence: '{customer} answered {object}.', expects: ['changes.status', 'customer'] },
    'ticket.escalated': {
      ...work,
      sentence: `{actor} escalated {object} to {after}${because}.`,
      expects: ['changes.priority'],
      reason: 'required',
      decision: 'escalated',
    },
    'ticket.resolved': { ...work, sentence: '{actor} resolved {object}.', expects: status },
    'ticket.closed': { ...work, sentence: `{actor} closed {object}${because}.`, expects: status, reason: 'required' },
    'ticket.reopened': {
      ...work,
      sentence: `{actor} reopened {object}${because}.`,
      expects: status,
      reason: 'required',
      decision: 'reopened',
    },

    'job.planned': {
      ...work,
      sentence: '{actor} planned {object} ({after_work}) at {customer} for {after_visit} with {after_technician}.',
      expects: ['changes.technician', 'changes.work', 'changes.visit', 'customer'],
    },
    'job.reassigned': {
      ...work,
      sentence: `{actor} reassigned {object} from {before} to {after}${because}.`,
      expects: ['changes.technician'],
      reason: 'required',
      decision: 'reassigned',
    },
    'job.moved': {
      ...work,
      sentence: `{actor} moved {object} from {before} to {after}${because}.`,
      expects: ['changes.visit'],
      reason: 'required',
    },
    'job.completed': { ...work, sentence: '{actor} reported {object} as done.', expects: status },
    'job.failed': { ...work, sentence: `{actor} reported {object} as failed${because}.`, expects: status, reason: 'required' },
    'job.replanned': {
      ...work,
      sentence: '{actor} planned {object} again for {after_visit}.',
      expects: ['changes.status', 'changes.visit'],
    },

    'customer.created': { ...data, sentence: '{actor} added {object} as a customer.', expects: ['object', 'changes'] },
    'customer.updated': { ...data, sentence: '{actor} changed {object}: {changes}.', expects: ['changes'] },
    'customer.activated': {
      ...data,
      sentence: '{actor} changed customer #{object_id} from {before} to {after}.',
      expects: status,
    },
    'customer.closed': {
      ...data,
      sentence: `{actor} closed the account of {object}${because}.`,
      expects: status,
      reason: 'required',
    },
    'customer.billing_changed': {
      ...data,
      sentence: 'Customer billing status changed from {before} to {after}.',
      expects: ['changes.billingStatus'],
      severity: 'high',
    },
    'customer.credit_changed': {
      ...data,
      sentence: '{actor} changed the credit limit of {object} from {before} to {after}.',
      expects: ['changes.creditLimit'],
    },
    'customer.owner_changed': {
      ...data,
      sentence: `{actor} moved {object} from {before} to {after}${because}.`,
      expects: ['changes.owner'],
      reason: 'required',
    },
    'customer.import_started': {
      ...data,
      sentence: '{actor} began to import {file} ({rows, plural, one {# row} other {# rows}}).',
      expects: ['batch'],
    },
    'customer.import_completed': {
      ...data,
      sentence: '{actor} imported {file}: {updated} updated, {failed} failed.',
      expects: ['batch'],
    },
    'customer.exported': {
      ...access,
      sentence: '{actor} exported {count, plural, one {# customer} other {# customers}}.',
      expects: ['count'],
      delivery: 'acked',
    },

    'product.stock_adjusted': {
      ...data,
      sentence: `{actor} adjusted the stock of {object} from {before} to {after}${because}.`,
      expects: ['object', 'changes.stock'],
      reason: 'required',
    },
    'product.stock_received': {
      ...data,
      sentence: '{actor} received {object} from {vendor}: stock from {before} to {after}.',
      expects: ['object', 'changes.stock', 'related.vendor'],
    },
    'product.stock_counted': { ...data, sentence: '{actor} counted {count} of {object}.', expects: ['object', 'count'] },
    'product.price_changed': {
      ...data,
      sentence: '{actor} changed the price of {object} from {before} to {after}.',
      expects: ['changes.price'],
    },
    'product.updated': { ...data, sentence: '{actor} changed {object}: {changes}.', expects: ['changes'] },
    'product.import_started': {
      ...data,
      sentence: '{actor} began to import {file} ({rows, plural, one {# row} other {# rows}}).',
      expects: ['batch'],
    },
    'product.import_completed': {
      ...data,
      sentence: '{actor} imported {file}: {updated} updated, {failed} failed.',
      expects: ['batch'],
    },

    'vendor.submitted': {
      ...work,
      sentence: '{actor} submitted {object} as a new vendor.',
      expects: status,
      decision: 'requested',
    },
    'vendor.checked': { ...work, sentence: '{actor} checked {object}: risk {after_risk}.', expects: ['changes.risk'] },
    'vendor.approved': {
      ...work,
      sentence: '{object} changed from {before} to {after}.',
      expects: status,
      reason: 'required',
      decision: 'approved',
      severity: 'high',
    },
    'vendor.rejected': {
      ...work,
      sentence: `{actor} rejected {object}${because}.`,
      expects: status,
      reason: 'required',
      decision: 'rejected',
    },
    'vendor.bank_details_viewed': { ...access, sentence: '{actor} viewed the bank details of {object}.' },
    'settings.viewed': { ...access, sentence: '{actor} viewed {object}.', expects: ['object'] },

    'user.signed_in': { ...signIn, sentence: '{actor} signed in.', severity: 'low' },
    'user.sign_in_failed': { ...signIn, sentence: '{actor} failed to sign in{error, select, none {} other {: {error}}}.' },
    'user.role_changed': {
      ...rights,
      sentence: "{actor} changed {object}'s role from {before} to {after}.",
      expects: ['changes.role'],
    },
    'user.password_reset': { ...rights, sentence: `{actor} reset the password of {object}${because}.`, reason: 'required' },
    'user.session_revoked': { ...rights, sentence: `{actor} signed {object} out everywhere${because}.`, reason: 'required' },
    'settings.changed': {
      ...rights,
      sentence: `{actor} changed {object}: {changes}${because}.`,
      expects: ['changes'],
      reason: 'required',
    },

    'credit_check.run_started': {
      ...machine,
      sentence: '{actor} began with {rows, plural, one {# customer} other {# customers}}.',
      expects: ['batch'],
    },
    'credit_check.run_completed': {
      ...machine,
      sentence: '{actor} changed {updated, plural, one {# customer} other {# customers}} and left {unchanged} as they were.',
      expects: ['batch'],
    },
    'integration.sync_completed': {
      ...machine,
      sentence: '{actor} took over {count, plural, one {# booking} other {# bookings}}.',
      expects: ['count'],
    },
    'integration.sync_failed': {
      ...machine,
      sentence: '{actor} failed{error, select, none {} other {: {error}}}.',
      severity: 'high',
    },
  },

  workflows: {
    refund: {
      steps: ['Requested', 'Finance review', 'Approved', 'Paid'],
      dueWithin: 'P5D',
      fourEyes: [
        ['Requested', 'Approved'],
        ['Requested', 'Finance review'],
      ],
    },
    vendor: { steps: ['Submitted', 'Finance check', 'Approval'], dueWithin: 'P14D', fourEyes: [['Submitted', 'Approval']] },
  },

  notLogged: [
    {
      action: 'customer.searched',
      because: 'Every page of the tool searches; who looked at what is sensitive is logged where it is sensitive.',
    },
    { action: 'order.viewed', because: 'Orders are open to everybody in the firm; the log would only be long.' },
    { action: 'product.viewed', because: 'The same list hangs in the shop window.' },
  ],
})
