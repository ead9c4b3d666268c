import type { WorkflowCase } from '@daybook/core'
import { wordsOf } from '@daybook/core'
import type { Names } from '../names/names.ts'

/** What people call a case: the record it is about, by its name or by what the catalogue calls such a record; else its workflow and id. */
export const caseName = ({ object, type, id }: Pick<WorkflowCase, 'object' | 'type' | 'id'>, names: Names): string => {
  if (object?.name) return object.name
  return object?.type !== undefined && object.id !== undefined ? names.record(object.type, object.id) : `${wordsOf(type)} ${id}`
}
