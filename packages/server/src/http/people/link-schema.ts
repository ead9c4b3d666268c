import { z } from '@hono/zod-openapi'

export const linkSchema = z.object({ link: z.string() }).openapi('Link')
