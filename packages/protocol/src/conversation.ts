import type { AttachmentId, ConversationId, PostId } from './id.ts'

/** Where a page sends a file that somebody chose, before the request that it belongs to. */
export const UPLOADS_PATH = '/v1/uploads'

/** Who can say something in a conversation. */
export const POST_AUTHORS = ['customer', 'affiliate', 'staff'] as const
export type PostAuthor = (typeof POST_AUTHORS)[number]

/** What files are taken: bytes of one, how many with one post, and bytes of all in one conversation. */
export const ATTACHMENT_LIMITS = { fileBytes: 10 * 1_024 * 1_024, filesAPost: 5, conversationBytes: 50 * 1_024 * 1_024 } as const

/** The most that a post says, in UTF-16 units. */
export const POST_CHARACTERS = 8_000

/** A file of a conversation. `contentType` is what its content was found to be; `name` is untrusted text. */
export interface Attachment {
  readonly id: AttachmentId
  readonly name: string
  readonly contentType: string
  readonly bytes: number
}

/** A file that was taken before what it belongs to is sent. Whoever names id and secret may claim it, for 24 hours. */
export interface UploadAnswer extends Attachment {
  readonly secret: string
}

/** An upload, named to be claimed. */
export interface UploadReference {
  readonly id: AttachmentId
  readonly secret: string
}

/** Something that was said. `body` is untrusted text, kept byte for byte. */
export interface Post {
  readonly id: PostId
  readonly author: PostAuthor
  /** Of staff the program's name: nobody's own is told to the other side. */
  readonly name: string
  readonly body: string
  readonly at: string
  readonly attachments: readonly Attachment[]
}

/** Something to say. Whoever says it makes the id, so that saying it again is saying it once. */
export interface NewPost {
  readonly id: PostId
  readonly body: string
  readonly files?: readonly UploadReference[] | undefined
}

/** What a conversation is about: a request, an order, or an offer that nobody ordered yet. */
export type ConversationAbout =
  | { readonly kind: 'lead'; readonly number: string }
  | { readonly kind: 'order'; readonly number: string }
  | { readonly kind: 'offer'; readonly handle: string }

/** A conversation in a list. */
export interface ConversationSummary {
  readonly id: ConversationId
  readonly about: ConversationAbout
  readonly subject: string
  /** The address is there for staff only, or where the program shows it. */
  readonly customer: { readonly name: string; readonly email?: string }
  /** The code of the affiliate that talks in it; absent where the parent alone answers. */
  readonly affiliate?: string
  readonly openedAt: string
  readonly closedAt?: string
  readonly posts: number
  readonly last?: { readonly author: PostAuthor; readonly at: string }
  readonly test: boolean
}

/** A conversation, whole. `attachments` came with the request itself. */
export interface Conversation extends Omit<ConversationSummary, 'posts' | 'last'> {
  readonly attachments: readonly Attachment[]
  readonly posts: readonly Post[]
}

/** Conversations, the ones where something was said last first. */
export interface ConversationPage {
  readonly conversations: readonly ConversationSummary[]
  readonly next?: string
}
