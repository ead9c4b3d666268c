import { uuidV5 } from '../../trail/uuid.ts'

/** RFC 9562 section 6.6: the namespace of names that are URLs. */
const urlNamespace = '6ba7b811-9dad-11d1-80b4-00c04fd430c8'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A namespace as people write it: a UUID, or any text (a URL is best), which stands for its version 5 UUID in the URL namespace. */
export const namespaceOf = (text: string): string => (uuid.test(text) ? text.toLowerCase() : uuidV5(urlNamespace, text))
