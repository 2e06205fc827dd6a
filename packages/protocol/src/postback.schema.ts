import { z } from 'zod'
import { id } from './id.schema.ts'
import { POSTBACK_EVENTS, type Postback, type PostbackEvent } from './postback.ts'
import { text } from './text.schema.ts'

const event = z.enum(Object.keys(POSTBACK_EVENTS) as [PostbackEvent, ...PostbackEvent[]])

/** What is sent to be called: the address with its macros, and the events; all of them where none is named. */
export const newPostback = z.strictObject({ url: text(2_000, 1), events: z.array(event).min(1).max(20).optional() })

/** `Postback` on the wire. */
export const postback = z.strictObject({
  id: id('webhook'),
  url: z.string(),
  events: z.array(event),
  state: z.enum(['enabled', 'disabled']),
  reason: z.string().exactOptional(),
  createdAt: z.iso.datetime(),
  waiting: z.int(),
  dead: z.int(),
}) satisfies z.ZodType<Postback>

/** An affiliate's postbacks, oldest first. */
export const postbackList = z.strictObject({ postbacks: z.array(postback) })
