import type { ActionDeclaration, Decision, ObjectDeclaration } from '@daybook/core'

type Actions = { [action: string]: ActionDeclaration }

const data = { category: 'data', why: 'explain', retain: 'P3Y' } as const
const workflow = { category: 'workflow', why: 'account', retain: 'P7Y' } as const
const security = { category: 'security', why: 'account', retain: 'P7Y', severity: 'high' } as const

/** Values of a status that stand for a decision, and what deciding so is called. */
const decisions: readonly {
  readonly verb: string
  readonly value: RegExp
  readonly decision: Decision
  readonly asksReason: boolean
}[] = [
  { verb: 'approved', value: /^(?:approved|accepted|released)$/i, decision: 'approved', asksReason: false },
  { verb: 'rejected', value: /^(?:rejected|declined|denied|refused)$/i, decision: 'rejected', asksReason: true },
  { verb: 'escalated', value: /^escalated$/i, decision: 'escalated', asksReason: true },
  { verb: 'cancelled', value: /^cancell?ed$/i, decision: 'cancelled', asksReason: true },
  { verb: 'reopened', value: /^reopened$/i, decision: 'reopened', asksReason: true },
]

/** What happens to records of a type: made, changed, removed; moved and decided where they have a status; given rights. */
export function proposeActions(type: string, object: ObjectDeclaration): Actions {
  const fields = Object.entries(object.fields ?? {})
  const statuses = fields.filter(([, { kind }]) => kind === 'status')
  const actions: Actions = {
    [`${type}.created`]: { ...data, expects: ['object'] },
    [`${type}.updated`]: { ...data, expects: ['object', 'changes'] },
    [`${type}.deleted`]: { ...data, why: 'investigate', expects: ['object'], reason: 'required' },
  }
  const [status] = statuses
  if (status !== undefined) Object.assign(actions, ofStatus(type, ...status))
  const owner = fields.find(([, { kind }]) => kind === 'owner')
  if (owner !== undefined)
    actions[`${type}.reassigned`] = { ...workflow, expects: ['object', `changes.${owner[0]}`], decision: 'reassigned' }
  for (const [field, { kind }] of fields)
    if (kind === 'permission')
      actions[`${type}.${verbName(field)}_changed`] = { ...security, expects: ['object', `changes.${field}`] }
  return actions
}

function ofStatus(type: string, field: string, { sequence = [] }: { readonly sequence?: readonly string[] }): Actions {
  const expects = ['object', `changes.${field}`] as const
  const actions: Actions = { [`${type}.${verbName(field)}_changed`]: { ...workflow, expects } }
  for (const { verb, value, decision, asksReason } of decisions) {
    if (!sequence.some((one) => value.test(one))) continue
    actions[`${type}.${verb}`] = { ...workflow, expects, ...(asksReason ? { reason: 'required' } : {}), decision }
  }
  return actions
}

/** A field's name as a part of an action's: lower-case words. */
const verbName = (field: string): string =>
  field
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
