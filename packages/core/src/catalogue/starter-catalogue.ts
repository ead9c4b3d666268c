import { defineCatalogue } from './define-catalogue.ts'
import { decisionActions } from './starter/decisions.ts'
import { moneyActions } from './starter/money.ts'
import { peopleActions } from './starter/people.ts'
import { recordActions } from './starter/records.ts'
import { systemActions } from './starter/systems.ts'
import { viewActions } from './starter/views.ts'

/**
 * What nearly every internal tool should record, for a team to trim and rename. Its actions are typed: spread what you
 * need into a catalogue of your own.
 *
 * A trail reads actions that its own catalogue does not declare by these words, and still marks them uncatalogued.
 */
export const starterCatalogue = defineCatalogue({
  objects: {
    user: {
      label: 'User',
      fields: {
        name: { label: 'Name', kind: 'text', personal: true },
        email: { label: 'E-mail', kind: 'text', personal: true },
        role: { label: 'Role', kind: 'permission' },
        permission: { label: 'Permission', kind: 'permission' },
        team: { label: 'Team', kind: 'reference' },
        active: { label: 'Active', kind: 'boolean' },
        password: { label: 'Password', treatment: 'omit' },
      },
    },
    role: { label: 'Role', fields: { name: { label: 'Name' }, permissions: { label: 'Permissions', kind: 'list' } } },
    team: { label: 'Team' },
    record: {
      label: 'Record',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Open', 'In progress', 'Done'] },
        owner: { label: 'Owner', kind: 'owner' },
      },
    },
    report: { label: 'Report' },
    approval: {
      label: 'Approval',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Requested', 'In review', 'Approved'] },
        assignee: { label: 'Assignee', kind: 'owner' },
      },
    },
    rule: { label: 'Rule' },
    payment: {
      label: 'Payment',
      fields: { status: { label: 'Status', kind: 'status', sequence: ['Created', 'Captured', 'Settled'] } },
    },
    refund: {
      label: 'Refund',
      fields: { status: { label: 'Status', kind: 'status', sequence: ['Requested', 'Approved', 'Paid'] } },
    },
    payout: { label: 'Payout' },
    payment_method: { label: 'Payment method' },
    financial_record: { label: 'Financial record' },
    confidential_note: { label: 'Confidential note' },
    private_account: { label: 'Private account' },
    payment_settings: { label: 'Payment settings' },
    customer_list: { label: 'Customer list' },
    automation: { label: 'Automation', fields: { enabled: { label: 'Enabled', kind: 'boolean' } } },
    api_client: { label: 'API client', fields: { scopes: { label: 'Scopes', kind: 'list' } } },
    webhook: { label: 'Webhook', fields: { url: { label: 'Address' }, secret: { label: 'Secret', treatment: 'omit' } } },
    integration: { label: 'Integration', fields: { credentials: { label: 'Credentials', treatment: 'omit' } } },
    settings: { label: 'Settings' },
    feature: { label: 'Feature' },
  },
  actions: {
    ...peopleActions,
    ...recordActions,
    ...decisionActions,
    ...moneyActions,
    ...viewActions,
    ...systemActions,
  },
  workflows: {
    approval: { steps: ['Requested', 'In review', 'Approved'], dueWithin: 'P2D', fourEyes: [['Requested', 'Approved']] },
    refund: { steps: ['Requested', 'Approved', 'Paid'], dueWithin: 'P2D', fourEyes: [['Requested', 'Approved']] },
  },
})
