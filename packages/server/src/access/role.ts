import type { Category } from '@daybook/core'

/**
 * What somebody may do on a trail beyond appending. `read` is searching and opening what the role's grants show; the
 * others are apart from it: who runs the log need not read it, and who reads need not take copies away.
 */
export const rights = ['read', 'export', 'reveal', 'annotate', 'alert', 'review', 'administer'] as const
export type Right = (typeof rights)[number]

/**
 * Events that a role may read: those that fit every part that is given; a part that is absent is no limit. Deny by
 * default: a role without grants reads nothing, and several grants (of one role or of several) add up.
 */
export interface Grant {
  readonly categories?: readonly Category[]
  /** Names of actions; `order.*` is all that begin so. */
  readonly actions?: readonly string[]
  /** Types of the record acted on. An event without one fits only where this is absent. */
  readonly objects?: readonly string[]
  /** Ids. An event without organization fits only where this is absent. */
  readonly organizations?: readonly string[]
  /** Also actions that the catalogue calls sensitive. */
  readonly sensitive?: boolean
}

/**
 * What a person may read and do. Its name opens the fields and actions whose `readers` in the catalogue name it, and no
 * other: what an event keeps for `finance` is masked for everybody who does not hold the role `finance`.
 */
export interface Role {
  /** `[a-z][a-z0-9-]{0,31}`; as the catalogue's `readers` write it. */
  readonly name: string
  readonly label: string
  /** One sentence for the person who gives it. */
  readonly description: string
  readonly grants: readonly Grant[]
  readonly rights: readonly Right[]
}

const business: readonly Category[] = ['data', 'workflow']
const all: readonly Category[] = ['data', 'workflow', 'access', 'security', 'system', 'trail']

/** What a new trail has, to trim and to add to. */
export const starterRoles: readonly Role[] = [
  {
    name: 'support',
    label: 'Support',
    description:
      'Reads what happened to records and cases, to answer customers; not who signed in, exported, ran systems or changed rights, and nothing sensitive.',
    grants: [{ categories: business }],
    rights: ['read', 'annotate'],
  },
  {
    name: 'operations',
    label: 'Operations',
    description:
      'Reads records, cases, imports, exports and automations, and sets alerts; no sensitive exports or views of sensitive data, and no sign-ins or changes of rights. May export what is on the screen.',
    grants: [{ categories: [...business, 'access', 'system'] }],
    rights: ['read', 'export', 'annotate', 'alert'],
  },
  {
    name: 'finance',
    label: 'Finance',
    description:
      'Reads records, cases and exports, sensitive ones too, and may reveal what is kept for finance; not sign-ins, changes of rights, or what systems did.',
    grants: [{ categories: [...business, 'access'], sensitive: true }],
    rights: ['read', 'export', 'reveal', 'annotate', 'alert'],
  },
  {
    name: 'management',
    label: 'Management',
    description:
      'Reads records, cases, exports, sign-ins and changes of rights, and takes part in reviews; no sensitive exports or views of sensitive data, and not what systems did.',
    grants: [{ categories: [...business, 'access', 'security'] }],
    rights: ['read', 'export', 'annotate', 'alert', 'review'],
  },
  {
    name: 'security',
    label: 'Security',
    description:
      'Reads everything, who looked at the trail too; sets alerts and signs reviews off. What is kept for other roles, such as finance, stays hidden.',
    grants: [{ categories: all, sensitive: true }],
    rights: ['read', 'export', 'annotate', 'alert', 'review'],
  },
  {
    name: 'auditor',
    label: 'Auditor',
    description:
      'Reads and exports everything, who looked at the trail too; changes nothing. What is kept for other roles, such as finance, stays hidden.',
    grants: [{ categories: all, sensitive: true }],
    rights: ['read', 'export'],
  },
  {
    name: 'engineer',
    label: 'Engineer',
    description:
      'Reads records, cases and what systems did, to find out why; not exports, sign-ins or changes of rights, and nothing sensitive.',
    grants: [{ categories: [...business, 'system'] }],
    rights: ['read', 'annotate'],
  },
  {
    name: 'administrator',
    label: 'Administrator',
    description: 'Looks after people, roles, keys and settings, and reads their changes; reads no business events.',
    grants: [{ categories: ['trail'], actions: settingsActions() }],
    rights: ['read', 'administer'],
  },
]

/** The trail's own events about settings and about the log itself: not those about reading and about saved views, which tell what somebody asks for. */
function settingsActions(): readonly string[] {
  const people = ['person', 'role', 'sign', 'session', 'password', 'second_factor', 'recovery_codes', 'viewed_as']
  const settings = ['key', 'catalogue', 'zone', 'alert_c', 'alert_r', 'forwarder', 'review']
  const log = ['created', 'opened', 'gap', 'epoch', 'checkpoint', 'hold', 'retention', 'erased', 'history']
  return [...people, ...settings, ...log].map((word) => `trail.${word}*`)
}
