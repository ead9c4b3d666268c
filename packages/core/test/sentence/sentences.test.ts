import { describe, expect, test } from 'vitest'
import { compileCatalogue, emptyCatalogue } from '../../src/catalogue/compile-catalogue.ts'
import { defineCatalogue } from '../../src/catalogue/define-catalogue.ts'
import type { PartialEvent } from '../../src/sentence/part.ts'
import { renderSentence } from '../../src/sentence/render-sentence.ts'

const catalogue = compileCatalogue(
  defineCatalogue({
    objects: {
      order: {
        label: 'Order',
        name: 'Order #{id}',
        fields: {
          status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Shipped'] },
          owner: { label: 'Owner', kind: 'owner' },
          total: { label: 'Total', kind: 'money', currency: 'EUR' },
          due: { label: 'Due', kind: 'date' },
          paidAt: { label: 'Paid', kind: 'date' },
          note: { label: 'Note', kind: 'text' },
          tags: { label: 'Tags', kind: 'list' },
          gift: { label: 'Gift', kind: 'boolean' },
          notifications: { label: 'Notifications', kind: 'boolean' },
          weight: { label: 'Weight', kind: 'number' },
          phone: { label: 'Phone', treatment: 'mask', keep: 3 },
          iban: { label: 'IBAN', treatment: 'encrypt' },
        },
      },
      customer: { label: 'Customer', fields: { status: { label: 'Status', kind: 'status', sequence: ['Trial', 'Active'] } } },
      user: {
        label: 'User',
        fields: { role: { label: 'Role', kind: 'permission' }, password: { label: 'Password', treatment: 'omit' } },
      },
      proposal: {
        label: 'Proposal',
        name: '{id}',
        fields: { status: { label: 'Status', kind: 'status', sequence: ['Draft', 'Accepted', 'Final'] } },
      },
    },
    actions: {
      'order.approved': {
        category: 'workflow',
        sentence: '{object} changed from {before} to {after}.',
        expects: ['changes.status'],
      },
      'customer.activated': {
        category: 'workflow',
        sentence: '{actor} changed {object} from {before} to {after}.',
        expects: ['changes.status'],
      },
      'customer.billing_changed': {
        category: 'workflow',
        sentence: 'Customer billing status changed from {before} to {after}.',
        expects: ['changes.status'],
      },
      'user.role_changed': {
        category: 'security',
        sentence: "{actor} changed {object}''s role from {before} to {after}.",
        expects: ['changes.role'],
      },
      'payment_settings.viewed': { category: 'access', sentence: '{actor} viewed payment settings.' },
      'customer.exported': {
        category: 'access',
        sentence: '{actor} exported {count, plural, one {# customer} other {# customers}}',
      },
      'proposal.changed': {
        category: 'data',
        sentence:
          '{actor} {only, select, status {changed {object} from {before} to {after}} other {changed {object}: {changes}}}{reason, select, none {} other { ({reason})}}',
      },
      'order.settled': { category: 'data', words: 'closed the books on' },
      'order.flagged': {
        category: 'data',
        sentence: '{outcome, select, denied {{actor} may not flag {object}} other {{actor} flagged {object} for {customer}}}',
      },
      'ticket.linked': { category: 'data', sentence: '{actor} linked {order} to {object}' },
    },
  }),
)

const maria = { type: 'user', id: 'u_7', name: 'Maria Lopez' } as const
const order = { type: 'order', id: '1842' }
const say = (event: PartialEvent, locale?: string): string => renderSentence({ actor: maria, ...event }, catalogue, locale)
const sayBare = (event: PartialEvent): string => renderSentence({ actor: maria, ...event }, emptyCatalogue)

describe('sentences of the model and of the firm, word for word', () => {
  test.each<[string, PartialEvent]>([
    [
      'Order #1842 changed from Pending Review to Approved.',
      { action: 'order.approved', object: order, changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }] },
    ],
    [
      'Maria changed customer #482 from Trial to Active.',
      {
        action: 'customer.activated',
        actor: { type: 'user', id: 'u_7', name: 'Maria' },
        object: { type: 'customer', id: '482', name: 'customer #482' },
        changes: [{ field: 'status', before: 'Trial', after: 'Active' }],
      },
    ],
    [
      'Customer billing status changed from Trial to Active.',
      {
        action: 'customer.billing_changed',
        object: { type: 'customer', id: '1' },
        changes: [{ field: 'status', before: 'Trial', after: 'Active' }],
      },
    ],
    [
      "Admin changed Jacob Miller's role from Support Agent to Support Manager.",
      {
        action: 'user.role_changed',
        actor: { type: 'admin', id: 'a_1', name: 'Admin' },
        object: { type: 'user', id: 'u_3', name: 'Jacob Miller' },
        changes: [{ field: 'role', before: 'Support Agent', after: 'Support Manager' }],
      },
    ],
    ['User viewed payment settings.', { action: 'payment_settings.viewed', actor: { type: 'user', id: 'u', name: 'User' } }],
    [
      'Stale ticket closer (automation) closed Ticket #77',
      {
        action: 'ticket.closed',
        actor: { type: 'automation', id: 'stale', name: 'Stale ticket closer' },
        object: { type: 'ticket', id: '77', name: 'Ticket #77' },
      },
    ],
    [
      'Sam (acting for Maria Lopez) closed Ticket #77',
      {
        action: 'ticket.closed',
        actor: { type: 'user', id: 'u_1', name: 'Sam', onBehalfOf: maria },
        object: { type: 'ticket', id: '77', name: 'Ticket #77' },
      },
    ],
    ['Maria Lopez exported 312 customers', { action: 'customer.exported', count: 312 }],
    ['Maria Lopez exported 1 customer', { action: 'customer.exported', count: 1 }],
    [
      'Person 0042 changed PEP-572 from Draft to Accepted',
      {
        action: 'proposal.changed',
        actor: { type: 'user', id: 'Person 0042' },
        object: { type: 'proposal', id: 'PEP-572' },
        changes: [{ field: 'status', before: 'Draft', after: 'Accepted' }],
      },
    ],
    [
      'Person 0001 changed PEP-209: Status from Incomplete to Draft, Python version from 2.0 to 2.1 (Deferred until Python 2.1.)',
      {
        action: 'proposal.changed',
        actor: { type: 'user', id: 'Person 0001' },
        object: { type: 'proposal', id: 'PEP-209' },
        reason: 'Deferred until Python 2.1.',
        changes: [
          { field: 'status', before: 'Incomplete', after: 'Draft' },
          { field: 'python-version', before: '2.0', after: '2.1' },
        ],
      },
    ],
    [
      'Maria Lopez linked Order #1842 to Ticket #77',
      {
        action: 'ticket.linked',
        object: { type: 'ticket', id: '77', name: 'Ticket #77' },
        related: [{ ...order, relation: 'order' }],
      },
    ],
  ])('%s', (sentence, event) => expect(say(event)).toBe(sentence))

  test('without a catalogue the action and the changes make the sentence', () => {
    const event: PartialEvent = {
      action: 'order.status_changed',
      object: { type: 'order', id: '1842', name: 'Order #1842' },
      changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
    }
    expect(sayBare(event)).toBe('Maria Lopez changed Order #1842: Status from Pending Review to Approved')
    expect(sayBare({ ...event, action: 'order.changed' })).toBe(
      'Maria Lopez changed Order #1842: Status from Pending Review to Approved',
    )
  })
})

describe('a sentence that names its fields', () => {
  const named = compileCatalogue(
    defineCatalogue({
      objects: { order: { label: 'Order', name: 'Order #{id}' } },
      actions: {
        'order.created': {
          category: 'data',
          sentence:
            '{actor} created {object}{after_ship_to, select, none {} other { for {after_ship_to}}}{others, select, none {} other {, with {others}}}',
        },
        'order.signed_for': {
          category: 'data',
          sentence: '{actor} signed for {self, select, yes {themselves} other {{object}}}',
        },
      },
    }),
  )
  const created = (event: PartialEvent): string =>
    renderSentence({ action: 'order.created', actor: maria, object: order, ...event }, named)

  test('says them where they belong, and the others after them', () => {
    const changes = [
      { field: 'total', after: '12' },
      { field: 'ship-to', after: 'Oslo' },
    ]
    expect(created({ changes })).toBe('Maria Lopez created Order #1842 for Oslo, with Total 12')
    expect(created({ changes: changes.slice(1) })).toBe('Maria Lopez created Order #1842 for Oslo')
    expect(created({ changes: changes.slice(0, 1) })).toBe('Maria Lopez created Order #1842, with Total 12')
    expect(created({})).toBe('Maria Lopez created Order #1842')
  })

  test('loses nothing of a named field: not its other side, not an item of it', () => {
    expect(created({ changes: [{ field: 'ship-to', before: 'Oslo' }] })).toBe(
      'Maria Lopez created Order #1842, with Ship to removed',
    )
    expect(created({ changes: [{ field: 'ship-to', path: 'city', after: 'Oslo' }] })).toBe(
      'Maria Lopez created Order #1842, with Ship to (city) Oslo',
    )
  })

  test('says in words what the reader may not see', () => {
    const hidden = [
      { slot: 'chg/ship-to', why: 'withheld' },
      { slot: 'chg/total', why: 'erased' },
    ] as const
    expect(created({ hidden })).toBe('Maria Lopez created Order #1842 for (hidden), with Total (erased)')
  })

  test('knows what somebody does to themselves', () => {
    const self: PartialEvent = { action: 'order.signed_for', actor: maria, object: { type: 'user', id: 'u_7' } }
    expect(renderSentence(self, named)).toBe('Maria Lopez signed for themselves')
    expect(renderSentence({ ...self, object: { type: 'user', id: 'u_8' } }, named)).toBe('Maria Lopez signed for u_8')
  })
})

describe('sentences from words', () => {
  const change = (...changes: NonNullable<PartialEvent['changes']>) => say({ action: 'order.updated', object: order, changes })

  test.each<[string, PartialEvent]>([
    [
      'Maria Lopez changed Order #1842 from Pending Review to Approved',
      { action: 'order.status_changed', changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }] },
    ],
    [
      'Maria Lopez changed the owner of Order #1842 from Bob to Ana',
      { action: 'order.owner_changed', changes: [{ field: 'owner', before: 'Bob', after: 'Ana' }] },
    ],
    [
      'Maria Lopez created Order #1842: Status Pending Review, Owner Ana, Total €12.00',
      {
        action: 'order.created',
        changes: [
          { field: 'status', after: 'Pending Review' },
          { field: 'owner', after: 'Ana' },
          { field: 'total', after: '12' },
        ],
      },
    ],
    ['Maria Lopez deleted Order #1842', { action: 'order.deleted', changes: [{ field: 'status', before: 'Approved' }] }],
    [
      'Maria Lopez restored Order #1842: Note from “Old” to “New”',
      { action: 'order.restored', changes: [{ field: 'note', before: 'Old', after: 'New' }] },
    ],
    ['Maria Lopez viewed Order #1842', { action: 'order.viewed', changes: [{ field: 'note', before: 'a', after: 'b' }] }],
    ['Maria Lopez closed the books on Order #1842', { action: 'order.settled' }],
    ['Maria Lopez rolled back the price of Order #1842', { action: 'order.price_rolled_back' }],
    ['Maria Lopez added the note to Order #1842', { action: 'order.note_added' }],
    ['Maria Lopez overrode Order #1842', { action: 'order.overridden' }],
    [
      'Maria Lopez tried to settle Order #1842, but it failed: out of funds',
      { action: 'order.settle', outcome: 'failure', error: { message: 'out of funds' } },
    ],
    [
      'Maria Lopez tried to approve Order #1842, but it failed: The card has expired',
      { action: 'order.approved', outcome: 'failure', error: { message: 'The card has expired' } },
    ],
    ['Maria Lopez was not allowed to cancel Order #1842', { action: 'order.cancelled', outcome: 'denied' }],
    [
      'Maria Lopez was not allowed to close the books on Order #1842: forbidden',
      { action: 'order.settled', outcome: 'denied', error: { code: 'forbidden' } },
    ],
    ['Maria Lopez may not flag Order #1842', { action: 'order.flagged', outcome: 'denied' }],
    ['Maria Lopez flagged Order #1842', { action: 'order.flagged' }],
  ])('%s', (sentence, event) => expect(say({ object: order, ...event })).toBe(sentence))

  test('one field set, removed, or only known to have changed', () => {
    expect(change({ field: 'owner', after: 'Ana' })).toBe('Maria Lopez set Owner of Order #1842 to Ana')
    expect(change({ field: 'sponsor', before: 'Bob' })).toBe('Maria Lopez removed Sponsor (was Bob) from Order #1842')
    expect(
      say({
        action: 'user.updated',
        object: { type: 'user', id: '3', name: 'Jacob Miller' },
        changes: [{ field: 'password', treated: 'omit' }],
      }),
    ).toBe('Maria Lopez changed Password of Jacob Miller')
  })

  const ticket = { type: 'ticket', id: '77', name: 'Ticket #77' }
  test.each<[string, string, NonNullable<PartialEvent['changes']>]>([
    ['added the label bug to Ticket #77', 'ticket.label_added', [{ field: 'label', after: 'bug' }]],
    ['added the comment “Call back” to Ticket #77', 'ticket.comment_added', [{ field: 'comment', after: 'Call back' }]],
    ['removed the label bug from Ticket #77', 'ticket.label_removed', [{ field: 'label', before: 'bug' }]],
    [
      'changed the tags of Ticket #77: added b, removed a',
      'ticket.tags_changed',
      [{ field: 'tags', before: ['a'], after: ['b'] }],
    ],
    ['assigned Ticket #77 to Ana', 'ticket.assigned', [{ field: 'assignee', after: 'Ana' }]],
    ['reassigned Ticket #77 from Bob to Ana', 'ticket.reassigned', [{ field: 'assignee', before: 'Bob', after: 'Ana' }]],
    ['renamed Ticket #77 from Help to Late', 'ticket.renamed', [{ field: 'subject', before: 'Help', after: 'Late' }]],
    ['replied to Ticket #77', 'ticket.replied', []],
    ['approved Ticket #77', 'ticket.approve', []],
    ['marked Ticket #77 as paid', 'ticket.marked_as_paid', []],
    ['put Ticket #77 on hold', 'ticket.on_hold', []],
    ['recorded “second look” for Ticket #77', 'ticket.second_look', []],
    ['reset the MFA of Ticket #77', 'ticket.mfa_reset', []],
    ['created Ticket #77: Password set (hidden)', 'ticket.created', [{ field: 'password', treated: 'omit' }]],
  ])('an action no catalogue knows: %s', (sentence, action, changes) => {
    expect(sayBare({ action, object: ticket, changes })).toBe(`Maria Lopez ${sentence}`)
  })

  test('what the event says beside its changes belongs into the words', () => {
    const merged: PartialEvent = {
      action: 'ticket.merged',
      object: ticket,
      related: [{ type: 'ticket', id: '78', name: 'Ticket #78', relation: 'duplicate' }],
    }
    expect(sayBare(merged)).toBe('Maria Lopez merged Ticket #78 into Ticket #77')
    const overridden: PartialEvent = { action: 'ticket.overridden', object: ticket, override: { rule: 'r', name: 'the SLA' } }
    expect(sayBare(overridden)).toBe('Maria Lopez overrode the SLA for Ticket #77')
    expect(sayBare({ action: 'ticket.closed', object: ticket, outcome: 'failure', error: { code: 'still_open' } })).toBe(
      'Maria Lopez tried to close Ticket #77, but it failed: still open',
    )
  })

  test('long values that begin alike are shown from where they part', () => {
    const folder = 'https://portal.example.com/orders/2026/1842/documents/'
    const text = change({ field: 'link', before: `${folder}invoice-a.pdf`, after: `${folder}invoice-b.pdf` })
    expect(text).toBe('Maria Lopez updated Order #1842: Link from …2/documents/invoice-a.pdf to …2/documents/invoice-b.pdf')
  })

  test('abbreviations are written as people write them', () => {
    expect(change({ field: 'vat_id', before: 1, after: 2 }, { field: 'apiKeyId', before: 1, after: 2 })).toBe(
      'Maria Lopez updated Order #1842: VAT ID from 1 to 2, API key ID from 1 to 2',
    )
  })

  test('several changes read as a list, many are cut short', () => {
    expect(
      change(
        { field: 'status', before: 'Pending Review', after: 'Approved' },
        { field: 'owner', after: 'Ana' },
        { field: 'note', before: 'x' },
      ),
    ).toBe('Maria Lopez updated Order #1842: Status from Pending Review to Approved, Owner set to Ana, Note removed')
    const many = Array.from({ length: 12 }, (_, index) => ({ field: `part_${index}`, after: index }))
    expect(change(...many)).toBe(
      'Maria Lopez updated Order #1842: Part 0 set to 0, Part 1 set to 1, Part 2 set to 2, Part 3 set to 3, Part 4 set to 4 and 7 more fields',
    )
  })

  test('values read by their kind', () => {
    expect(change({ field: 'total', before: '1200.50', after: '0.100' })).toBe(
      'Maria Lopez updated Order #1842: Total from €1,200.50 to €0.100',
    )
    expect(change({ field: 'total', before: '90071992547409931234.10', after: null })).toBe(
      'Maria Lopez updated Order #1842: Total from €90,071,992,547,409,931,234.10 to empty',
    )
    expect(change({ field: 'weight', before: '1234.50', after: 'heavy' })).toBe(
      'Maria Lopez updated Order #1842: Weight from 1,234.50 to heavy',
    )
    expect(change({ field: 'due', before: '2026-11-22', after: '13-Jun-2000' })).toBe(
      'Maria Lopez updated Order #1842: Due from 22 Nov 2026 to 13-Jun-2000',
    )
    expect(change({ field: 'gift', before: false, after: true })).toBe('Maria Lopez updated Order #1842: Gift from no to yes')
    expect(change({ field: 'notifications', before: 1, after: 0 })).toBe(
      'Maria Lopez updated Order #1842: Notifications from on to off',
    )
    expect(change({ field: 'tags', before: ['a', 'b'], after: ['b', 'c', 'd'] })).toBe(
      'Maria Lopez changed Tags of Order #1842: added c, d, removed a',
    )
    expect(change({ field: 'place', before: { id: 'p1', name: 'Oslo' }, after: { lat: 1 } })).toBe(
      'Maria Lopez updated Order #1842: Place from Oslo to (Lat 1)',
    )
    expect(change({ field: 'lines.quantity', label: 'Quantity', path: 'A-1', before: 1, after: 2 })).toBe(
      'Maria Lopez updated Order #1842: Quantity (A-1) from 1 to 2',
    )
  })

  test('moments read in the zone that is asked for, which is named', () => {
    const event: PartialEvent = {
      action: 'order.updated',
      actor: maria,
      object: order,
      changes: [{ field: 'paidAt', after: '2026-11-22T23:15:00Z' }],
    }
    expect(renderSentence(event, catalogue)).toBe('Maria Lopez set Paid of Order #1842 to 22 Nov 2026, 23:15 UTC')
    expect(renderSentence(event, catalogue, 'en-GB', 'Europe/Berlin')).toBe(
      'Maria Lopez set Paid of Order #1842 to 23 Nov 2026, 00:15 CET',
    )
    expect(renderSentence(event, catalogue, 'nonsense!', 'Nowhere/Land')).toBe(
      'Maria Lopez set Paid of Order #1842 to 22 Nov 2026, 23:15 UTC',
    )
  })

  test("numbers follow the reader's locale, also where the texts stay English", () => {
    expect(
      say({ action: 'order.updated', object: order, changes: [{ field: 'total', before: '1', after: '1200.50' }] }, 'de'),
    ).toBe('Maria Lopez updated Order #1842: Total from 1,00\u00a0€ to 1.200,50\u00a0€')
  })

  test('treated values are said in words', () => {
    expect(change({ field: 'phone', treated: 'mask', before: '••••123', after: '••••456' })).toBe(
      'Maria Lopez updated Order #1842: Phone from ••••123 to ••••456',
    )
    expect(change({ field: 'iban', treated: 'encrypt', before: 'enc1:k:i:c', after: 'enc1:k:i:d' })).toBe(
      'Maria Lopez updated Order #1842: IBAN changed (hidden)',
    )
    expect(change({ field: 'iban', treated: 'encrypt', after: 'enc1:k:i:d' })).toBe(
      'Maria Lopez updated Order #1842: IBAN set (hidden)',
    )
    expect(
      change({ field: 'taxNumber', treated: 'tokenize', before: 'tok1:a', after: 'tok1:b' }, { field: 'note', treated: 'omit' }),
    ).toBe('Maria Lopez updated Order #1842: Tax number changed (hidden), Note changed')
  })

  test('long and many-lined text is shortened in the sentence only', () => {
    const long = `First line\n\n  second\tline ${'👩‍👩‍👧 word '.repeat(40)}`
    const event: PartialEvent = {
      action: 'order.updated',
      actor: maria,
      object: order,
      changes: [{ field: 'note', before: 'x', after: long }],
    }
    const sentence = renderSentence(event, catalogue)
    expect(sentence).toMatch(/^Maria Lopez updated Order #1842: Note from “x” to “First line second line 👩‍👩‍👧 word .*…”$/u)
    expect(sentence.length).toBeLessThan(400)
    expect(sentence.isWellFormed()).toBe(true)
    expect(event.changes?.[0]?.after).toBe(long)
  })

  test('what is missing is said in words', () => {
    expect(renderSentence({ action: 'order.approved' }, emptyCatalogue)).toBe('Somebody unknown approved an unnamed order')
    expect(renderSentence({ action: 'order.approved', actor: { type: 'unknown', id: '?' } }, emptyCatalogue)).toBe(
      'Somebody unknown approved an unnamed order',
    )
    expect(renderSentence({}, emptyCatalogue)).toBe('Somebody unknown did something that the event does not name')
    expect(sayBare({ action: 'customer.exported' })).toBe('Maria Lopez exported customer records')
    expect(sayBare({ action: 'customer.bulk_updated', count: 4000 })).toBe('Maria Lopez bulk-updated 4,000 customer records')
    expect(renderSentence({ action: 'job.run_completed', actor: { type: 'system', id: 'x' } }, emptyCatalogue)).toBe(
      'The system finished a run',
    )
    expect(sayBare({ action: 'order.approved', object: { type: 'order', id: '1842' } })).toBe('Maria Lopez approved Order 1842')
  })

  test('a kind of actor is not said twice', () => {
    expect(
      say({ action: 'order.closed', actor: { type: 'automation', id: 'n', name: 'Nightly automation' }, object: order }),
    ).toBe('Nightly automation closed Order #1842')
    expect(
      say({ action: 'order.closed', actor: { type: 'agent', id: 'n', name: 'Iris', onBehalfOf: maria }, object: order }),
    ).toBe('Iris (AI agent, acting for Maria Lopez) closed Order #1842')
  })

  test('an import says what it read and what it claims', () => {
    const batch = {
      id: 'imp_42',
      file: { name: 'customers.csv' },
      rows: 4000,
      claimed: { created: 12, updated: 3985, failed: 3 },
    }
    expect(sayBare({ action: 'customer.import_started', batch })).toBe('Maria Lopez started to import customers.csv (4,000 rows)')
    expect(sayBare({ action: 'customer.import_completed', batch })).toBe(
      'Maria Lopez finished importing customers.csv: 12 created, 3,985 updated, 3 failed',
    )
  })
})

describe('withheld and erased parts', () => {
  const hidden = (slot: string, why: 'withheld' | 'erased' = 'withheld') => [{ slot, why }]

  test('a person whose name is not shown', () => {
    const event: PartialEvent = { action: 'order.closed', actor: { type: 'user', id: 'u_7' }, object: order }
    expect(renderSentence({ ...event, hidden: hidden('actor') }, catalogue)).toBe('Somebody (hidden) closed Order #1842')
    expect(renderSentence({ ...event, hidden: hidden('actor', 'erased') }, catalogue)).toBe(
      'Somebody (erased) closed Order #1842',
    )
  })

  test('changes, reasons and errors that are not shown', () => {
    expect(say({ action: 'order.updated', object: order, hidden: hidden('chg') })).toBe(
      'Maria Lopez updated Order #1842: changes (hidden)',
    )
    expect(
      say({
        action: 'order.updated',
        object: order,
        changes: [{ field: 'owner', after: 'Ana' }],
        hidden: hidden('chg/phone', 'erased'),
      }),
    ).toBe('Maria Lopez updated Order #1842: Owner set to Ana, Phone (erased)')
    expect(say({ action: 'order.approved', object: order, hidden: hidden('chg', 'erased') })).toBe(
      'Order #1842 changed from (erased) to (erased).',
    )
    expect(say({ action: 'order.closed', object: order, outcome: 'failure', hidden: hidden('error') })).toBe(
      'Maria Lopez tried to close Order #1842, but it failed: (hidden)',
    )
    expect(
      say({
        action: 'proposal.changed',
        object: { type: 'proposal', id: 'PEP-1' },
        changes: [{ field: 'status', before: 'Draft', after: 'Final' }],
        hidden: hidden('reason', 'erased'),
      }),
    ).toBe('Maria Lopez changed PEP-1 from Draft to Final ((erased))')
  })
})
