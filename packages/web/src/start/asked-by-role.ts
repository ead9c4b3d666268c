import type { m } from '../messages/messages.ts'

export type QuestionName = keyof (typeof m)['start']['questions']

/** What people ask first, by the names of the roles that every trail begins with. */
export const askedByRole: { readonly [role: string]: readonly QuestionName[] } = {
  support: [
    'customers',
    'statuses',
    'people',
    'automations',
    'imports',
    'approvals',
    'waiting',
    'reopened',
    'overrides',
    'deleted',
  ],
  operations: [
    'imports',
    'waiting',
    'automations',
    'people',
    'overrides',
    'reopened',
    'approvals',
    'systems',
    'statuses',
    'failures',
  ],
  finance: ['own', 'approvals', 'waiting', 'overrides', 'reopened', 'exports', 'people', 'imports', 'deleted', 'intact'],
  management: ['waiting', 'overrides', 'reopened', 'own', 'approvals', 'rights', 'imports', 'automations', 'statuses', 'intact'],
  security: ['rights', 'signIns', 'exports', 'opened', 'failures', 'own', 'deleted', 'looked', 'readers', 'intact'],
  auditor: ['intact', 'own', 'rights', 'overrides', 'exports', 'approvals', 'deleted', 'looked', 'readers', 'logged'],
  engineer: ['automations', 'programs', 'systems', 'failures', 'imports', 'people', 'statuses', 'deleted', 'logged', 'intact'],
  administrator: ['readers', 'rules', 'visits', 'settings', 'logged', 'intact'],
}

/** What is asked where none of these roles is held: by the link of the machine, or through roles made for the trail. */
export const usual: readonly QuestionName[] = [
  'people',
  'automations',
  'own',
  'imports',
  'waiting',
  'approvals',
  'rights',
  'exports',
  'signIns',
  'intact',
]
