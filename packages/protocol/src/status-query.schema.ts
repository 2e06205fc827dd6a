import { z } from 'zod'

/** The query of a customer's own view of an order or a request: the secret of its status link, and nothing else. */
export const statusQuery = z.strictObject({ secret: z.string().max(200) })
