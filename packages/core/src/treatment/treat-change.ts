import type { Treatment } from '../catalogue/catalogue.ts'
import type { TreatmentKeys } from '../crypto/ports.ts'
import type { Change, Json } from '../event/event.ts'
import { hideSecrets } from './hide-secrets.ts'
import { holdsSecretMask, withoutSecretMasks } from './secret-mask.ts'
import { isSecretName } from './secret-name.ts'
import { hideInValue } from './treat-free.ts'
import { encryptValue, isCiphertext, isToken, maskValue, tokenizeValue } from './treat-value.ts'

/** What a treatment needs of a field's declaration. */
export interface FieldTreatment {
  readonly treatment?: Treatment
  readonly keep?: number
}

/**
 * One change as it may be recorded. Its field, label and path pass the net first, and what is left of them is what it is judged
 * by. A secret's name in one of them wins over every declaration and leaves no value; a declared treatment comes next; a treatment
 * that the producer claims without one is honoured; everything else passes the net. Without `keys` (in a program that only sends)
 * tokenizing and encrypting are left to the server.
 */
export const treatChange = (
  sent: Change,
  declarationOf: (field: string) => FieldTreatment | undefined,
  keys: TreatmentKeys | undefined,
): Change => {
  const change = hideSurroundings(sent)
  if (namesSecret(change)) return omitted(change)
  const declared = declarationOf(change.field)
  const treatment = declared?.treatment ?? claimed(change)
  switch (treatment) {
    case 'omit':
      return omitted(change)
    case 'mask':
      return change.treated === 'omit'
        ? omitted(change)
        : transformed(change, 'mask', (value) => maskValue(value, declared?.keep ?? 0))
    case 'tokenize':
    case 'encrypt':
      return change.treated === 'omit' ? omitted(change) : keyed(change, treatment, keys)
    default:
      return netted(change)
  }
}

/** A claim of `mask` or `secret` without a declaration keeps its values, which pass the net like any other. */
const claimed = (change: Change): Treatment | undefined =>
  change.treated === 'omit' || change.treated === 'tokenize' || change.treated === 'encrypt' ? change.treated : undefined

const namesSecret = ({ field, label, path }: Change): boolean =>
  isSecretName(field) ||
  (field.includes('.') && hasSecretPart(field)) ||
  (label !== undefined && isSecretName(label)) ||
  (path !== undefined && hasSecretPart(path))

const hasSecretPart = (path: string): boolean =>
  withoutSecretMasks(path)
    .split(/[/.[\]]+/)
    .some(isSecretName)

/** Only that it changed. Whether there was a value before or after is not said either. */
const omitted = (change: Change): Change => {
  if (change.before === undefined && change.after === undefined && change.treated === 'omit') return change
  const { before: _before, after: _after, ...rest } = change
  return { ...rest, treated: 'omit' }
}

const keyed = (change: Change, treatment: 'tokenize' | 'encrypt', keys: TreatmentKeys | undefined): Change => {
  if (keys === undefined) return change
  const isTreated = change.treated !== treatment ? () => false : treatment === 'tokenize' ? isToken : isCiphertext
  const treat = treatment === 'tokenize' ? tokenizeValue : encryptValue
  return transformed(change, treatment, (value) => (isTreated(value) ? value : treat(value, keys)))
}

const transformed = (change: Change, treatment: Treatment, treat: (value: Json) => Json): Change => {
  const before = change.before === undefined ? undefined : treat(change.before)
  const after = change.after === undefined ? undefined : treat(change.after)
  const isSame = before === change.before && after === change.after && change.treated === treatment
  return isSame ? change : { ...withValues(change, before, after), treated: treatment }
}

const netted = (change: Change): Change => {
  const before = change.before === undefined ? undefined : hideInValue(change.before)
  const after = change.after === undefined ? undefined : hideInValue(change.after)
  if (before !== change.before || after !== change.after) return { ...withValues(change, before, after), treated: 'secret' }
  return change.treated === 'secret' ? checkedClaim(change) : change
}

const withValues = (change: Change, before: Json | undefined, after: Json | undefined): Change => ({
  ...change,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})

/** `secret` is the net's own mark; without a mask to show for it, it is not kept. */
const checkedClaim = (change: Change): Change => {
  if (holdsSecretMask(JSON.stringify(change))) return change
  const { treated: _treated, ...rest } = change
  return rest
}

/** Field, label and path pass the net as any other text does; a change with a secret in them is marked unless a treatment is. */
const hideSurroundings = (change: Change): Change => {
  const field = hideSecrets(change.field)
  const label = change.label === undefined ? undefined : hideSecrets(change.label)
  const path = change.path === undefined ? undefined : hideSecrets(change.path)
  if (field === change.field && label === change.label && path === change.path) return change
  return {
    ...change,
    field,
    ...(label === undefined ? {} : { label }),
    ...(path === undefined ? {} : { path }),
    treated: change.treated ?? 'secret',
  }
}
