import { categories } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { rights } from '../../access/role.ts'
import { longestPassword } from '../../people/password-rules.ts'
import { factorRules } from '../../people/sign-in-rules.ts'

// The shapes of calls about people, roles and sessions.

const text = (max: number, what: string) =>
  z.string(`${what} is a text`).min(1, `${what} is empty`).max(max, `${what} is longer than ${max} characters`)
const time = z.iso.datetime().describe('UTC, RFC 3339.')
const email = z
  .string('The e-mail address is a text')
  .trim()
  .max(254, 'The e-mail address is longer than 254 characters')
  .regex(/^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+$/, 'This is no e-mail address')
const isOneLine = (name: string): boolean => name.trim() !== '' && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(name)
const personName = text(100, 'The name').refine(isOneLine, 'The name is one line, and not empty')
const password = z.string('The password is a text').max(longestPassword * 4, 'The password is too long')
const code = text(60, 'The code').describe('Six digits of the app, or a recovery code.')
const token = text(200, 'The token')
const roleName = z
  .string('The name of a role is a text')
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'A role’s name begins with a letter and has up to 32 of a-z, 0-9 and "-"')
const roleNames = z.array(roleName, 'The roles are a list of names').max(50, 'These are more than 50 roles')
const someRoles = roleNames.min(1, 'Name one role or more')

export const signInSchema = z
  .strictObject({
    token: token.optional().describe('Of a `/welcome#<token>` link; alone.'),
    email: text(254, 'The e-mail address').optional(),
    password: password.optional(),
    code: code.optional(),
  })
  .refine(
    ({ token, email, password, code }) =>
      token === undefined
        ? email !== undefined && password !== undefined
        : email === undefined && password === undefined && code === undefined,
    'Send the token of a link, or an e-mail address and a password',
  )
  .openapi('SignIn')

const right = z.enum(rights, `A right is one of ${rights.join(', ')}`)
const namedRole = z.object({ name: z.string(), label: z.string() })
const viewAs = z.object({ trail: z.string(), roles: z.array(z.string()), labels: z.array(z.string()) })
const reads = z.object({
  everything: z.boolean().describe('Every event, sensitive ones too; single fields may be hidden nevertheless.'),
  sensitive: z.boolean().describe('Also some of what the catalogue calls sensitive.'),
  categories: z.array(z.enum(categories)).describe('Of no other category is there any event for this reader.'),
})
export const sessionSchema = z
  .object({
    who: z.object({ type: z.string(), id: z.string(), name: z.string(), email: z.string().optional() }),
    expiresAt: time.nullable(),
    owner: z.boolean().describe('Looks after the whole folder.'),
    trails: z.array(z.string()),
    roles: z.record(z.string(), z.array(namedRole)).describe('By trail; of people only.'),
    rights: z
      .record(z.string(), z.array(right))
      .describe('By trail: what may be done, through the roles of a view where there is one.'),
    reads: z.record(z.string(), reads).describe('By trail: what may be read, through the roles of a view where there is one.'),
    roleLabels: z
      .record(z.string(), z.record(z.string(), z.string()))
      .describe('By trail, for whoever reads it: what people call the roles that the catalogue names.'),
    viewAs: viewAs.nullable().describe('The trail and the roles through which it is viewed.'),
    owes: z.enum(['second_factor']).nullable().describe('What has to be set up before anything else opens.'),
    ownerMade: z.boolean().optional().describe('Of the link of the machine: whether there is the account of an owner.'),
  })
  .openapi('Session')
export const viewAsSchema = z.strictObject({ trail: text(64, 'The trail'), roles: someRoles }).openapi('NewView')

export const firstPersonSchema = z
  .strictObject({
    email,
    name: personName,
    password,
    roles: z
      .record(z.string(), roleNames)
      .optional()
      .describe('By trail. Administrator and Auditor on every trail where it is left away.'),
  })
  .openapi('FirstPerson')

export const lookAtLinkSchema = z.strictObject({ token }).openapi('PersonLinkToken')
export const personLinkSchema = z
  .object({ kind: z.enum(['invitation', 'reset']), email: z.string(), name: z.string(), expiresAt: time })
  .openapi('PersonLink')
export const usedLinkSchema = z.strictObject({ token, name: personName.optional(), password }).openapi('UsedPersonLink')
export const linkUsedSchema = z
  .object({ signedIn: z.boolean().describe('False where a second factor has to be shown at sign-in.') })
  .openapi('PersonLinkUsed')

const accountState = z.enum(['invited', 'active', 'disabled'])
const secondFactor = z.object({
  since: time.nullable(),
  required: z.boolean().describe('By the rule of the folder or for this person.'),
  recoveryCodesLeft: z.int(),
})
export const accountSchema = z
  .object({ id: z.string(), name: z.string(), email: z.string(), owner: z.boolean(), secondFactor, hasPassword: z.boolean() })
  .openapi('Account')
export const changedAccountSchema = z.strictObject({ name: personName }).openapi('ChangedAccount')
export const newPasswordSchema = z.strictObject({ current: password, password }).openapi('NewPassword')
export const currentPasswordSchema = z
  .strictObject({ password: password.optional().describe('The current one.') })
  .openapi('CurrentPassword')
export const newFactorSchema = z
  .object({ secret: z.string().describe('Base32, shown this once.'), uri: z.string().describe('For a QR code.') })
  .openapi('NewSecondFactor')
export const firstCodeSchema = z.strictObject({ code }).openapi('FirstCode')
export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()).describe('Each good once; shown this once.') })
  .openapi('RecoveryCodes')

export const sessionListSchema = z
  .object({
    data: z.array(
      z.object({
        id: z.string(),
        current: z.boolean(),
        way: z.enum(['password', 'provider']),
        address: z.string().nullable().describe('Where it was begun from.'),
        device: z.string().nullable().describe('The program’s name for itself.'),
        createdAt: time,
        seenAt: time.describe('To the minute.'),
        expiresAt: time,
      }),
    ),
  })
  .openapi('SessionList')

export const linkSessionListSchema = z
  .object({
    data: z.array(z.object({ id: z.string(), name: z.string(), current: z.boolean(), createdAt: time, expiresAt: time })),
  })
  .openapi('LinkSessionList')

const personShape = {
  id: z.string(),
  name: z.string(),
  email: z.string(),
  state: accountState,
  owner: z.boolean(),
  secondFactor: z.boolean(),
  secondFactorRequired: z.boolean().describe('Asked of this person, beyond the rule of the folder.'),
  seenAt: time.nullable().describe('Of the sessions that are open.'),
  mayLookAfter: z.boolean().describe('Whether you may reset this person’s password, sessions and second factor.'),
}
export const readerSchema = z.object({ ...personShape, roles: z.array(z.string()) }).openapi('Reader')
export const readerListSchema = z.object({ data: z.array(readerSchema) }).openapi('ReaderList')
export const newReaderSchema = z.strictObject({ email, name: personName, roles: someRoles }).openapi('NewReader')
export const invitedSchema = z
  .object({
    person: readerSchema,
    link: z
      .string()
      .nullable()
      .describe('To be handed on over a way you trust, shown this once. Null where there is an account already.'),
    expiresAt: time.nullable(),
  })
  .openapi('Invited')
export const givenRolesSchema = z.strictObject({ roles: someRoles }).openapi('GivenRoles')

export const personListSchema = z
  .object({ data: z.array(z.object({ ...personShape, roles: z.record(z.string(), z.array(z.string())) })) })
  .openapi('PersonList')
export const changedPersonSchema = z
  .strictObject({
    disabled: z.boolean().optional(),
    owner: z.boolean().optional(),
    secondFactorRequired: z.boolean().optional(),
  })
  .openapi('ChangedPerson')
export const newOwnerSchema = z.strictObject({ email, name: personName }).openapi('NewOwner')
export const personLinkMadeSchema = z.object({ link: z.string(), expiresAt: time }).openapi('PersonLinkMade')
export const signInRulesSchema = z
  .strictObject({
    secondFactor: z.enum(factorRules, `This is one of ${factorRules.join(', ')}`).describe('Who must have a second factor.'),
  })
  .openapi('SignInRules')

const listOf = (what: string, pattern: RegExp, wrong: string) =>
  z
    .array(z.string(`${what} are texts`).regex(pattern, wrong), `${what} are a list`)
    .min(1, `${what} are empty: leave them away for no limit`)
    .max(200, `${what} are more than 200`)
    .optional()
const grant = z.strictObject({
  categories: z
    .array(z.enum(categories, `A category is one of ${categories.join(', ')}`), 'The categories are a list')
    .min(1, 'The categories are empty: leave them away for no limit')
    .optional(),
  actions: listOf(
    'The actions',
    /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*(\.?\*)?$/,
    'An action is a name such as order.approved, or begins one: order.*',
  ),
  objects: listOf('The types of records', /^[^\s*/]{1,100}$/, 'A type of record is a single word'),
  organizations: listOf('The organizations', /^[^*]{1,200}$/, 'An organization is named by its id'),
  sensitive: z.boolean('“Sensitive” is true or false').optional(),
})
const roleShape = {
  label: text(60, 'The name').refine(isOneLine, 'The name is one line, and not empty'),
  description: z.string('The description is a text').max(300, 'The description is longer than 300 characters'),
  grants: z.array(grant, 'The grants are a list').max(50, 'These are more than 50 grants'),
  rights: z.array(right, 'The rights are a list').max(rights.length, 'A right stands more than once'),
}
export const changedRoleSchema = z
  .strictObject(roleShape)
  .refine(({ rights }) => rights.includes('read') || rights.every((one) => one === 'administer'), {
    message: 'Whoever does more than look after settings has to read as well: add the right read',
    path: ['rights'],
  })
  .openapi('ChangedRole')
export const trailRoleSchema = z
  .object({
    name: z.string(),
    ...roleShape,
    origin: z
      .enum(['starter', 'changed', 'own'])
      .describe('As every trail has it at first, that one changed, or made for this trail.'),
    heldBy: z.array(z.object({ id: z.string(), name: z.string() })),
    mayChange: z.boolean().describe('False for a role that you hold yourself, unless you are an owner.'),
  })
  .openapi('TrailRole')
export const trailRoleListSchema = z.object({ data: z.array(trailRoleSchema) }).openapi('TrailRoleList')
