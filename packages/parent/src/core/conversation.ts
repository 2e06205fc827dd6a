import {
  ATTACHMENT_LIMITS,
  type Attachment,
  type Conversation,
  type ConversationAbout,
  type ConversationSummary,
  type Post,
  type PostAuthor,
} from '@tributary/protocol/conversation'
import type { AttachmentId, ConversationId, PostId } from '@tributary/protocol/id'
import { isLinkSecret, type Keyring, linkSecret } from './keyring.ts'
import { leadUrl } from './lead.ts'
import type { Refusal } from './order.ts'

const HOUR_MS = 60 * 60 * 1_000

/** What one side may say and send in one conversation in an hour. A person who writes does not meet it; a program that floods does. */
export const HOURLY_LIMITS = { posts: 30, files: 20 } as const

/** What must be known of a conversation to show it. */
export interface ViewedConversation {
  readonly id: ConversationId
  readonly leadId: string | null
  readonly leadNumber: string | null
  readonly orderNumber: string | null
  readonly offerHandle: string | null
  readonly subject: string
  readonly customer: { readonly name: string; readonly email: string }
  readonly affiliateCode: string | null
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly test: boolean
}

/** A post as it is kept; `at` as PostgreSQL writes it inside JSON. */
export interface ViewedPost {
  readonly id: PostId
  readonly author: PostAuthor
  readonly name: string
  readonly body: string
  readonly at: Date
  readonly attachments: readonly Attachment[]
}

/** The secret of a conversation's page. Made from the id, like that of an order; a lead has its own page. */
export const conversationSecret = (keyring: Keyring, id: string): string => linkSecret(keyring, `conversation:${id}`)

/** Whether `secret` opens the page of this conversation. */
export const isConversationSecret = (keyring: Keyring, id: string, secret: string): boolean =>
  isLinkSecret(keyring, `conversation:${id}`, secret)

/** Where the customer reads and answers: the page of the request, or one of the conversation itself. */
export const customerUrl = (origin: string, keyring: Keyring, { id, leadId }: Pick<ViewedConversation, 'id' | 'leadId'>): string =>
  leadId === null ? `${origin}/conversation/${id}/${conversationSecret(keyring, id)}` : leadUrl(origin, keyring, leadId)

/** Where the affiliate reads and answers. */
export const affiliatePath = ({ id, leadNumber }: Pick<ViewedConversation, 'id' | 'leadNumber'>): string =>
  leadNumber === null ? `/affiliate/conversations/${id}` : `/affiliate/leads/${leadNumber}`

/** What a conversation is about. */
export function aboutOf({ leadNumber, orderNumber, offerHandle }: ViewedConversation): ConversationAbout {
  if (leadNumber !== null) return { kind: 'lead', number: leadNumber }
  return orderNumber === null ? { kind: 'offer', handle: offerHandle ?? '' } : { kind: 'order', number: orderNumber }
}

/** A conversation as one side sees it: the customer's address is staff's alone, unless the program shows it. */
export const summaryOf = (
  one: ViewedConversation,
  { isAddressShown, posts, last }: { isAddressShown: boolean; posts: number; last: { author: PostAuthor; at: Date } | undefined },
): ConversationSummary => ({
  ...headOf(one, isAddressShown),
  posts,
  ...(last && { last: { author: last.author, at: last.at.toISOString() } }),
})

/** The same, whole. */
export const conversationView = (
  one: ViewedConversation,
  posts: readonly ViewedPost[],
  attachments: readonly Attachment[],
  isAddressShown: boolean,
): Conversation => ({ ...headOf(one, isAddressShown), attachments, posts: posts.map(postView) })

/** A post on the wire. */
export const postView = ({ at, ...post }: ViewedPost): Post => ({ ...post, at: at.toISOString() })

function headOf(one: ViewedConversation, isAddressShown: boolean) {
  const { id, subject, customer, affiliateCode, openedAt, closedAt, test } = one
  return {
    id,
    about: aboutOf(one),
    subject,
    customer: { name: customer.name, ...(isAddressShown && { email: customer.email }) },
    ...(affiliateCode !== null && { affiliate: affiliateCode }),
    openedAt: openedAt.toISOString(),
    ...(closedAt && { closedAt: closedAt.toISOString() }),
    test,
  }
}

/** What was said and sent in a conversation before, and what is to be added now. */
export interface SayingCase {
  readonly closedAt: Date | null
  /** When this side said something in the last hour, oldest first, each with how many files. */
  readonly lately: readonly { readonly at: Date; readonly files: number }[]
  /** Bytes of every file of the conversation. */
  readonly bytesKept: number
  readonly files: readonly { readonly id: AttachmentId; readonly bytes: number }[]
  readonly now: Date
}

/** Why something cannot be said now; `retryAfterSeconds` where waiting helps. */
export type SayingRefusal = Refusal & { readonly retryAfterSeconds?: number }

/** What stands against saying something, if anything does. */
export function refusalToSay({ closedAt, lately, bytesKept, files, now }: SayingCase): SayingRefusal | undefined {
  if (closedAt) return { code: 'conversation_closed', detail: 'Nothing more can be said here; it was closed.' }
  const [oldest] = lately
  const sent = lately.reduce((sum, one) => sum + one.files, 0)
  if (oldest && (HOURLY_LIMITS.posts <= lately.length || HOURLY_LIMITS.files < sent + files.length)) {
    const retryAfterSeconds = Math.max(1, Math.ceil((oldest.at.getTime() + HOUR_MS - now.getTime()) / 1_000))
    const minutes = Math.ceil(retryAfterSeconds / 60)
    return {
      code: 'rate_limited',
      detail: `That was very much in one hour. Go on in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
      retryAfterSeconds,
    }
  }
  if (ATTACHMENT_LIMITS.conversationBytes < bytesKept + files.reduce((sum, { bytes }) => sum + bytes, 0)) {
    return {
      code: 'attachment_too_large',
      detail: `One conversation holds ${ATTACHMENT_LIMITS.conversationBytes / 1_024 / 1_024} MB of files; there is no room for this.`,
    }
  }
  return undefined
}
