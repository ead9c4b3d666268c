import { z } from '@hono/zod-openapi'
import { countSchema, indexSchema, time } from '../frame/schema-parts.ts'

export const countedSchema = z.object({
  value: z.string(),
  label: z.string().describe('What a person reads for the value.'),
  count: z.int(),
})
export const facetsSchema = z
  .object({
    facets: z.record(z.string(), z.array(countedSchema)),
    exact: z.record(z.string(), z.boolean()).describe('False where the counts of a field are about right.'),
    total: countSchema,
    index: indexSchema,
  })
  .openapi('Facets')
export const valuesSchema = z.object({ data: z.array(countedSchema), index: indexSchema }).openapi('Values')
const spansSchema = z.object({
  width: z.string().describe('ISO 8601 duration of a span.'),
  edges: z.array(time).describe('One more than there are counts; none where nothing matches.'),
  counts: z.array(z.int()),
  exact: z.boolean(),
})
export const histogramSchema = z.object({ whole: spansSchema, chosen: spansSchema, index: indexSchema }).openapi('Histogram')
