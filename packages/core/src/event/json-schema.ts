import type { Json } from './event.ts'
import { limits } from './limits.ts'
import type { MemberValues, ObjectShape, Rule, Shape, TextShape } from './shape.ts'

/** A JSON Schema, draft 2020-12, which is the dialect of OpenAPI 3.1. */
export type JsonSchema = { readonly [keyword: string]: Json }

/**
 * The JSON Schema of a shape. It accepts what the checker made from the same shape accepts, except that JSON Schema
 * counts characters where Daybook counts bytes, and that an offset may move a time out of the years it allows.
 *
 * @example toJsonSchema(eventShape).type === 'object'
 */
export function toJsonSchema(shape: Shape): JsonSchema {
  return { ...(shape.about && { description: shape.about }), ...body(shape) }
}

function body(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'text':
      return textSchema(shape)
    case 'choice':
      return { type: 'string', enum: shape.of }
    case 'count':
      return { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
    case 'true':
      return { const: true }
    case 'any':
      return {}
    case 'free':
      return { type: 'object', additionalProperties: true }
    case 'list':
      return { type: 'array', items: toJsonSchema(shape.items), ...(shape.most && { maxItems: shape.most.count }) }
    case 'object':
      return objectSchema(shape)
  }
}

function textSchema({ nonEmpty, format }: TextShape): JsonSchema {
  return {
    type: 'string',
    ...(nonEmpty && { minLength: 1 }),
    maxLength: limits.stringBytes,
    ...(format?.name && { format: format.name }),
    ...(format?.must && { pattern: format.must.pattern }),
    ...(format?.mustNot && { not: { pattern: format.mustNot.pattern } }),
  }
}

function objectSchema({ members, rules }: ObjectShape): JsonSchema {
  const entries = Object.entries(members)
  const required = entries.filter(([, member]) => member.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, member]) => [name, toJsonSchema(member)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...(rules && rules.length > 0 && { allOf: rules.map(ruleSchema) }),
  }
}

function ruleSchema(rule: Rule): JsonSchema {
  const asked: JsonSchema =
    'forbids' in rule
      ? { not: { anyOf: rule.forbids.map(has) } }
      : {
          anyOf: rule.needsOneOf.map((name) => ({
            ...has(name),
            ...(rule.nonEmpty && { properties: { [name]: { minLength: 1 } } }),
          })),
        }
  return { anyOf: ['where' in rule ? { not: isWhere(rule.where) } : isWhere(rule.unlessWhere), asked] }
}

const has = (name: string): JsonSchema => ({ required: [name] })
const isWhere = (where: MemberValues): JsonSchema => ({
  required: [where.member],
  properties: { [where.member]: { enum: where.in } },
})
