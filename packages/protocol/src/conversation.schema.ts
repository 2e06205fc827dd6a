import { z } from 'zod'
import {
  ATTACHMENT_LIMITS,
  type Conversation,
  type ConversationPage,
  type NewPost,
  POST_AUTHORS,
  POST_CHARACTERS,
  type Post,
  type UploadAnswer,
  type UploadReference,
} from './conversation.ts'
import { id } from './id.schema.ts'
import { address, customer } from './order.schema.ts'
import { text } from './text.schema.ts'

const attachment = z.strictObject({ id: id('attachment'), name: z.string(), contentType: z.string(), bytes: z.int() })

/** `UploadAnswer` on the wire. */
export const uploadAnswer = z.strictObject({ ...attachment.shape, secret: z.string() }) satisfies z.ZodType<UploadAnswer>

/** `UploadReference` on the wire. */
export const uploadReference = z.strictObject({
  id: id('attachment'),
  secret: z.string().max(100),
}) satisfies z.ZodType<UploadReference>

/** `Post` on the wire. */
export const post = z.strictObject({
  id: id('post'),
  author: z.enum(POST_AUTHORS),
  name: z.string(),
  body: z.string(),
  at: z.iso.datetime(),
  attachments: z.array(attachment),
}) satisfies z.ZodType<Post>

/** `NewPost` on the wire. */
export const newPost = z.strictObject({
  id: id('post'),
  body: text(POST_CHARACTERS).refine((body) => body.trim() !== '', 'Please write something.'),
  files: z
    .array(uploadReference)
    .max(ATTACHMENT_LIMITS.filesAPost, `At most ${ATTACHMENT_LIMITS.filesAPost} files with one message.`)
    .optional(),
}) satisfies z.ZodType<NewPost>

/** Who asks about an offer. */
export const asker = z.strictObject({ name: address.shape.name, email: customer.shape.email })

const about = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lead'), number: z.string() }),
  z.strictObject({ kind: z.literal('order'), number: z.string() }),
  z.strictObject({ kind: z.literal('offer'), handle: z.string() }),
])

const summary = z.strictObject({
  id: id('conversation'),
  about,
  subject: z.string(),
  customer: z.strictObject({ name: z.string(), email: z.string().exactOptional() }),
  affiliate: z.string().exactOptional(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().exactOptional(),
  posts: z.int(),
  last: z.strictObject({ author: z.enum(POST_AUTHORS), at: z.iso.datetime() }).exactOptional(),
  test: z.boolean(),
})

/** `Conversation` on the wire. */
export const conversation = z.strictObject({
  ...summary.omit({ posts: true, last: true }).shape,
  attachments: z.array(attachment),
  posts: z.array(post),
}) satisfies z.ZodType<Conversation>

/** `ConversationPage` on the wire. */
export const conversationPage = z.strictObject({
  conversations: z.array(summary),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<ConversationPage>

/** The query of a list of conversations; `unanswered` leaves those where the customer spoke last. */
export const conversationsQuery = z.strictObject({
  about: z.enum(['lead', 'order', 'offer']).optional(),
  unanswered: z.enum(['true', 'false']).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
