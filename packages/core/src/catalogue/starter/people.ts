import type { Catalogue } from '../catalogue.ts'

const access = { category: 'security', why: 'account', retain: 'P7Y', severity: 'high' } as const
const signIn = { category: 'security', why: 'investigate', retain: 'P2Y' } as const

/** Who may get in, and what they may do: users, roles, sign-in, MFA, passwords, sessions, impersonation. */
export const peopleActions = {
  'user.invited': { ...access, sentence: '{actor} invited {object}', expects: ['object'] },
  'user.created': { ...access, expects: ['object'] },
  'user.updated': { ...access, severity: 'normal', expects: ['object', 'changes'] },
  'user.deactivated': { ...access, sentence: '{actor} deactivated the account of {object}', expects: ['object'] },
  'user.reactivated': { ...access, sentence: '{actor} reactivated the account of {object}', expects: ['object'] },
  'user.deleted': { ...access, sentence: '{actor} deleted the account of {object}', expects: ['object'], reason: 'required' },
  'user.role_changed': {
    ...access,
    sentence: '{actor} changed the role of {object} from {before} to {after}',
    expects: ['object', 'changes.role'],
  },
  'user.permission_granted': {
    ...access,
    sentence: '{actor} gave {object} the permission {after}',
    expects: ['object', 'changes.permission'],
  },
  'user.permission_revoked': {
    ...access,
    sentence: '{actor} took the permission {before} from {object}',
    expects: ['object', 'changes.permission'],
  },
  'role.created': { ...access, expects: ['object'] },
  'role.updated': { ...access, expects: ['object', 'changes'] },
  'role.deleted': { ...access, expects: ['object'] },
  'team.member_added': { ...access, sentence: '{actor} added {member} to {object}', expects: ['object', 'related.member'] },
  'team.member_removed': { ...access, sentence: '{actor} removed {member} from {object}', expects: ['object', 'related.member'] },

  'user.signed_in': { ...signIn, sentence: '{actor} signed in', severity: 'low' },
  'user.signed_out': { ...signIn, sentence: '{actor} signed out', severity: 'low' },
  'user.sign_in_failed': { ...signIn, sentence: '{actor} failed to sign in{error, select, none {} other {: {error}}}' },
  'user.locked_out': {
    ...signIn,
    sentence: '{object} was locked out after too many failed sign-ins',
    severity: 'high',
    expects: ['object'],
  },
  'user.mfa_enabled': {
    ...signIn,
    sentence: '{actor} turned on two-factor sign-in{self, select, yes {} other { for {object}}}',
    expects: ['object'],
  },
  'user.mfa_disabled': {
    ...signIn,
    sentence: '{actor} turned off two-factor sign-in{self, select, yes {} other { for {object}}}',
    severity: 'high',
    expects: ['object'],
  },
  'user.mfa_failed': { ...signIn, sentence: '{actor} failed the second step of signing in' },
  'user.mfa_reset': {
    ...signIn,
    sentence: '{actor} reset {self, select, yes {their own two-factor sign-in} other {the two-factor sign-in of {object}}}',
    severity: 'high',
    reason: 'required',
  },
  'user.password_changed': {
    ...signIn,
    sentence: '{actor} changed {self, select, yes {their own password} other {the password of {object}}}',
    expects: ['object'],
  },
  'user.password_reset_requested': {
    ...signIn,
    sentence: '{actor} asked for a new password{self, select, yes {} other { for {object}}}',
    expects: ['object'],
  },
  'user.password_reset': {
    ...signIn,
    sentence: '{actor} reset {self, select, yes {their own password} other {the password of {object}}}',
    expects: ['object'],
  },
  'user.sessions_revoked': {
    ...signIn,
    sentence: '{actor} signed {object} out of {count, plural, one {# session} other {# sessions}}',
    severity: 'high',
    expects: ['object', 'count'],
  },
  'user.impersonation_started': {
    ...access,
    category: 'access',
    sentence: '{actor} began to act as {object}: {reason}',
    sensitivity: 'sensitive',
    expects: ['object'],
    reason: 'required',
    delivery: 'acked',
  },
  'user.impersonation_ended': {
    ...access,
    category: 'access',
    sentence: '{actor} stopped acting as {object}',
    expects: ['object'],
  },
} as const satisfies Catalogue['actions']
