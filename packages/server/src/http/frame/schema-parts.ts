import { z } from '@hono/zod-openapi'

export const text = (max: number, what: string) =>
  z.string(`${what} is a text`).min(1, `${what} is empty`).max(max, `${what} is longer than ${max} characters`)
export const hash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('SHA-256, base64url without padding.')
export const position = z.int().min(0).describe('Position on the trail, from 0.')
export const currency = z.string().describe('Of an amount of money: ISO 4217, as the catalogue declares the field.')
export const time = z.iso.datetime().describe('UTC, RFC 3339.')
export const nextCursor = z.string().nullable()
export const noMembers = z.strictObject({}).openapi('NoMembers')
export const count = z.int('This is a whole number').min(0, 'This is not negative')
export const countSchema = z.object({
  value: z.int(),
  exact: z.boolean().describe('False: at least so many, or about so many where it was sampled.'),
})
export const indexSchema = z
  .object({
    size: z.int().describe('Positions that are searchable.'),
    behind: z.int().describe('Positions that were stored before this call and are not searchable yet.'),
  })
  .describe('How far the search index has come.')
/** Who made something that goes on working without them. */
export const makerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z
      .enum(['active', 'disabled', 'no_roles'])
      .describe('`no_roles`: holds no role on the trail any more. What such a person made works on until somebody ends it.'),
  })
  .nullable()
  .describe('The person who made it; null for the machine, a key, and where it was not kept.')
