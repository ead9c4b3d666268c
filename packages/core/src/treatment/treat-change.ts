import type { Treatment } from '../catalogue/catalogue.ts'
import type { TreatmentKeys } from '../crypto/ports.ts'
import type { Change, Json } from '../event/event.ts'
import { hideSecrets } from './hide-secrets.ts'
import { holdsSecretMask } from './secret-mask.ts'
import { isSecretName } from './secret-name.ts'
import { hideInValue } from './treat-free.ts'
import { encryptValue, isCiphertext, isEmptyValue, isToken, maskValue, tokenizeValue } from './treat-value.ts'

/** What a treatment needs of a field's declaration. */
export interface FieldTreatment {
  readonly treatment?: Treatment
  readonly keep?: number
}

/**
 * One change as it may be recorded. A secret's name anywhere in field, label or path wins over every declaration and leaves no
 * value; a declared treatment comes next; a treatment that the producer claims without one is honoured; everything else passes
 * the net. Without `keys` (in a program that only sends) tokenizing and encrypting are left to the server.
 */
export const treatChange = (change: Change, declared: FieldTreatment | undefined, keys: TreatmentKeys | undefined): Change => {
  if (namesSecret(change)) return omitted(change)
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

const hasSecretPart = (path: string): boolean => path.split(/[/.[\]]+/).some(isSecretName)

/** Only that it changed. Whether there was a value before or after is not said either. */
const omitted = (change: Change): Change => {
  const surroundings = hideSurroundings(change)
  if (!('before' in surroundings) && !('after' in surroundings) && surroundings.treated === 'omit') return surroundings
  const { before: _before, after: _after, ...rest } = surroundings
  return { ...rest, treated: 'omit' }
}

const keyed = (change: Change, treatment: 'tokenize' | 'encrypt', keys: TreatmentKeys | undefined): Change => {
  const isTreated = treatment === 'tokenize' ? isToken : isCiphertext
  if (change.treated === treatment && isWell(change.before, isTreated) && isWell(change.after, isTreated))
    return hideSurroundings(change)
  if (keys === undefined) return hideSurroundings(change)
  const treat = treatment === 'tokenize' ? tokenizeValue : encryptValue
  return transformed(change, treatment, (value) =>
    change.treated === treatment && isTreated(value) ? value : treat(value, keys),
  )
}

const isWell = (value: Json | undefined, isTreated: (value: Json | undefined) => boolean): boolean =>
  isEmptyValue(value) || isTreated(value)

const transformed = (change: Change, treatment: Treatment, treat: (value: Json) => Json): Change => {
  const surroundings = hideSurroundings(change)
  const { before, after } = surroundings
  const newBefore = before === undefined ? before : treat(before)
  const newAfter = after === undefined ? after : treat(after)
  if (newBefore === before && newAfter === after && surroundings.treated === treatment) return surroundings
  return {
    ...surroundings,
    ...(newBefore === undefined ? {} : { before: newBefore }),
    ...(newAfter === undefined ? {} : { after: newAfter }),
    treated: treatment,
  }
}

/** Field, label and path pass the net as any other text does. */
const hideSurroundings = (change: Change): Change => {
  const field = hideSecrets(change.field)
  const label = change.label === undefined ? undefined : hideSecrets(change.label)
  const path = change.path === undefined ? undefined : hideSecrets(change.path)
  if (field === change.field && label === change.label && path === change.path) return change
  return { ...change, field, ...(label === undefined ? {} : { label }), ...(path === undefined ? {} : { path }) }
}

const netted = (change: Change): Change => {
  const surroundings = hideSurroundings(change)
  const before = surroundings.before === undefined ? undefined : hideInValue(surroundings.before)
  const after = surroundings.after === undefined ? undefined : hideInValue(surroundings.after)
  if (surroundings === change && before === change.before && after === change.after)
    return change.treated === 'secret' ? checkedClaim(change) : change
  return {
    ...surroundings,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    treated: 'secret',
  }
}

/** `secret` is the net's own mark; without a mask to show for it, it is not kept. */
const checkedClaim = (change: Change): Change => {
  if (holdsSecretMask(JSON.stringify(change))) return change
  const { treated: _treated, ...rest } = change
  return rest
}
