/** Judges a value by the keywords of JSON Schema 2020-12 that `toJsonSchema` writes; any other keyword is an error, so that none is overlooked. */
export function isValid(schema: unknown, value: unknown): boolean {
  return Object.entries(schema as Record<string, unknown>).every(([keyword, asked]) => {
    const rule = keywords[keyword]
    if (rule === undefined) throw new Error(`the validator does not know ${keyword}`)
    return rule(asked as never, value, schema as Record<string, unknown>)
  })
}

type Keyword = (asked: never, value: unknown, schema: Record<string, unknown>) => boolean
type Members = { readonly [name: string]: unknown }

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'

const types: { readonly [type: string]: (value: unknown) => boolean } = {
  object: isObject,
  array: Array.isArray,
  string: isText,
  integer: Number.isInteger,
}

const keywords: { readonly [keyword: string]: Keyword } = {
  type: (type: string, value) => types[type]!(value),
  enum: (allowed: readonly unknown[], value) => allowed.includes(value),
  const: (only: unknown, value) => value === only,
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  minLength: (least: number, value) => !isText(value) || [...value].length >= least,
  maxLength: (most: number, value) => !isText(value) || [...value].length <= most,
  pattern: (source: string, value) => !isText(value) || new RegExp(source, 'u').test(value),
  items: (schema: unknown, value) => !Array.isArray(value) || value.every((item) => isValid(schema, item)),
  maxItems: (most: number, value) => !Array.isArray(value) || value.length <= most,
  required: (names: readonly string[], value) => !isObject(value) || names.every((name) => Object.hasOwn(value, name)),
  properties: (schemas: Members, value) =>
    !isObject(value) ||
    Object.entries(schemas).every(([name, schema]) => !Object.hasOwn(value, name) || isValid(schema, value[name])),
  additionalProperties: (more: boolean, value, { properties }) =>
    more || !isObject(value) || Object.keys(value).every((name) => Object.hasOwn(properties as Members, name)),
  allOf: (schemas: readonly unknown[], value) => schemas.every((schema) => isValid(schema, value)),
  anyOf: (schemas: readonly unknown[], value) => schemas.some((schema) => isValid(schema, value)),
  not: (schema: unknown, value) => !isValid(schema, value),
  format: () => true,
  description: () => true,
}
