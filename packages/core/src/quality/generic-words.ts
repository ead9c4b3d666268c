import { subjectOfAction } from '../catalogue/action-name.ts'

const subjects = new Set(['record', 'entity', 'item', 'row', 'object', 'resource', 'data', 'entry', 'model', 'thing'])
const verbs =
  /[._](?:updated|changed|modified|edited|processed|executed|handled|performed|done|called|saved|triggered|touched|actioned)$/
const names = /^(?:record|entity|item|row|object|resource|data|entry|unknown|undefined|null|n\/a|\[object object\])$/i

/** "record.updated" says nothing of what the business calls the record or of what was done to it. */
export const isGenericAction = (action: string): boolean => subjects.has(subjectOfAction(action)) && verbs.test(action)

/** A name that any record could have. */
export const isGenericName = (name: string): boolean => {
  const bare = name.trim()
  return bare.length <= longestName && names.test(bare)
}
const longestName = '[object object]'.length
