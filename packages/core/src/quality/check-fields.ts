import type { Catalogue, FieldDeclaration, ObjectDeclaration } from '../catalogue/catalogue.ts'
import { pointerToken } from '../event/pointer.ts'
import { compileTemplate } from '../messages/template.ts'
import { isSecretName } from '../treatment/secret-name.ts'
import type { Report } from './finding.ts'
import { isPersonalName, isSensitiveName } from './sensitive-names.ts'

/** Object types and their fields: readable, comparable, and not showing what should not be shown. */
export function checkFields(catalogue: Catalogue, report: Report): void {
  for (const [type, object] of Object.entries(catalogue.objects)) {
    const pointer = `/objects${pointerToken(type)}`
    checkObject(type, object, pointer, report)
    const labels = new Map<string, string>()
    for (const [field, declared] of Object.entries(object.fields ?? {})) {
      const place = `${pointer}/fields${pointerToken(field)}`
      checkReading(type, field, declared, place, report)
      checkExposure(type, field, declared, place, report)
      const other = declared.label === undefined ? undefined : labels.get(declared.label)
      if (other !== undefined) report('duplicate_label', 'warning', `${place}/label`, { type, field, other })
      if (declared.label !== undefined) labels.set(declared.label, field)
    }
  }
}

function checkObject(type: string, object: ObjectDeclaration, pointer: string, report: Report): void {
  if (object.label.trim() === '') report('object_label_missing', 'error', `${pointer}/label`, { type })
  if (object.name === undefined) return
  const template = compileTemplate(object.name, 'en')
  const unresolved = 'fault' in template ? [template.fault] : template.names
  for (const name of unresolved) if (name !== 'id') report('object_name_unresolved', 'error', `${pointer}/name`, { type, name })
}

function checkReading(type: string, field: string, declared: FieldDeclaration, place: string, report: Report): void {
  if (declared.label === undefined && declared.treatment !== 'omit')
    report('field_label_missing', 'warning', place, { type, field })
  if (declared.kind === 'status' && (declared.sequence?.length ?? 0) === 0)
    report('status_without_sequence', 'error', place, { type, field })
  if (declared.kind === 'money' && declared.currency === undefined)
    report('money_without_currency', 'error', place, { type, field })
  if (declared.keep !== undefined && declared.treatment !== 'mask')
    report('keep_without_mask', 'error', `${place}/keep`, { type, field })
  if (declared.readers !== undefined && declared.treatment === 'omit')
    report('readers_of_nothing', 'warning', `${place}/readers`, { type, field })
}

function checkExposure(type: string, field: string, declared: FieldDeclaration, place: string, report: Report): void {
  const treated = declared.treatment !== undefined
  if (isSecretName(field)) {
    // whatever is declared, secrets are omitted: a declaration that says otherwise misleads its reader
    if (declared.treatment !== 'omit')
      report(treated ? 'secret_kept' : 'secret_without_treatment', 'error', place, { type, field })
    return
  }
  const kept = declared.readers !== undefined || declared.justification !== undefined
  if (isSensitiveName(field) && !treated && !kept) report('sensitive_in_clear', 'error', place, { type, field })
  if (isPersonalName(field) && !treated && declared.personal === undefined)
    report('personal_undeclared', 'warning', place, { type, field })
}
