import { z } from '@hono/zod-openapi'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

/** What to call a part of a call in a sentence. */
const parts = { bad_parameter: 'parameter', bad_body: 'member' } as const

/**
 * Sentences for what a schema has no words of its own for: what is expected, never what was sent. Without their full stop,
 * like those of schemas.
 */
export const schemaWords =
  (schema: z.ZodType, code: keyof typeof parts): z.core.$ZodErrorMap =>
  (issue) => {
    switch (issue.code) {
      case 'unrecognized_keys':
        return `This call does not know this ${parts[code]}; ${takesInstead(schema, issue)}`
      case 'invalid_type':
        return `${issue.input === undefined ? 'This is missing' : 'This is of another kind'}; send ${kinds[issue.expected] ?? 'what the call describes'}`
      case 'invalid_value':
        return `This is one of ${issue.values.join(', ')}`
      case 'too_big':
        return `This is more than the ${issue.maximum}${units[issue.origin] ?? ''} that it may be`
      case 'too_small':
        return `This is less than the ${issue.minimum}${units[issue.origin] ?? ''} that it must be`
      default:
        return 'This is not written as the call describes it; see /openapi.json'
    }
  }

const takesInstead = (schema: z.ZodType, { path }: Issue): string => {
  const names = schema instanceof z.ZodObject && (path ?? []).length === 0 ? Object.keys(schema.shape) : []
  return names.length === 0 ? 'leave it out' : `it takes ${names.join(', ')}`
}

const kinds: { readonly [expected: string]: string | undefined } = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const units: { readonly [origin: string]: string | undefined } = { string: ' characters', array: ' items' }
