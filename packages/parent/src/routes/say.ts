import type { NewPost, PostAuthor } from '@tributary/protocol/conversation'
import { normalizeCode } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { refusalToSay, type SayingRefusal } from '../core/conversation.ts'
import { expiryAfter } from '../core/deal.ts'
import type { Keyring } from '../core/keyring.ts'
import { lockFor } from '../store/advisory-lock.ts'
import { type attachmentsOf, bytesKept, claimAttachments, unclaimedNamed } from '../store/attachments.ts'
import { conversationByName, lockConversation, type StoredConversation } from '../store/conversations.ts'
import type { Queryable } from '../store/database.ts'
import { prolong } from '../store/lead-changes.ts'
import { leadForChange } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import { addPost, postById, type StoredPost, saidSince } from '../store/posts.ts'
import type { Program } from '../store/programs.ts'
import { lettersOfPost } from './conversation-letters.ts'
import { answerLead } from './lead-answer.ts'
import type { Parent } from './route.ts'

const HOUR_MS = 60 * 60 * 1_000

/** Who says something: which side, the name that is shown, and who it was for the records. */
export interface Speaker {
  readonly author: PostAuthor
  readonly name: string
  readonly actor: string
}

/** In whose name something is said. The keyring was read before the transaction: the embedded database has one connection, and the transaction holds it. */
export interface Shop {
  readonly parent: Parent
  readonly program: Program
  readonly keyring: Keyring
}

/** What became of saying something: the post, and whether it is new or was said before. */
export interface Said {
  readonly post: StoredPost
  readonly created: boolean
}

/** The customer of a conversation as who speaks. */
export const asCustomer = ({ customer }: StoredConversation): Speaker => ({ author: 'customer', name: customer.name, actor: 'customer' })

/** An affiliate as who speaks. */
export const asAffiliate = ({ name, code }: { readonly name: string; readonly code: string }): Speaker => ({
  author: 'affiliate',
  name,
  actor: `affiliate ${code}`,
})

/** Staff as who speak: the program's name is shown, the key's is kept. */
export const asStaff = ({ policy }: Program, actor: string): Speaker => ({ author: 'staff', name: policy.name, actor })

/**
 * Says something in a conversation, by whichever door: once for each id, within the limits, with its files, telling the other sides by mail. What the
 * shop says first answers a lead.
 */
export async function say(
  parent: Parent,
  program: Program,
  conversation: StoredConversation,
  speaker: Speaker,
  post: NewPost,
): Promise<Result<Said, SayingRefusal>> {
  const shop = { parent, program, keyring: await parent.keyring(program.programId) }
  const said = await parent.database.transaction((transaction) => sayWithin(transaction, shop, conversation, speaker, post))
  if (said.ok && said.value.created) parent.wake()
  return said
}

/** The same inside a transaction that does more; whoever calls it wakes the mail job after. */
export async function sayWithin(
  transaction: Queryable,
  { parent, program, keyring }: Shop,
  conversation: StoredConversation,
  speaker: Speaker,
  { id, body, files = [] }: NewPost,
): Promise<Result<Said, SayingRefusal>> {
  const { programId } = program
  const { conversationKey, leadId } = conversation
  const lead = leadId === null ? undefined : await leadForChange(transaction, programId, leadId, '')
  await lockConversation(transaction, programId, conversationKey)
  // The same id in another conversation at the same moment waits here, and is refused then.
  await lockFor(transaction, id)
  const known = await postById(transaction, programId, id)
  if (known) return isSamePost(known, conversation, speaker, body) ? ok({ post: known, created: false }) : fail(REUSED)

  const uploads = await unclaimedNamed(transaction, programId, files)
  if (uploads.length !== files.length) return fail(UNKNOWN_FILE)
  // Read again under the lock: it may have been closed meanwhile, or the lead given to somebody else.
  const now = (await conversationByName(transaction, programId, conversation.id, '')) ?? conversation
  const at = parent.now()
  const refused = await refusalNow(transaction, programId, now, speaker.author, at, uploads)
  if (refused) return fail(refused)

  const postKey = await addPost(transaction, programId, conversationKey, { id, body, at, ...speaker })
  if (!(await claimAttachments(transaction, programId, conversationKey, postKey, files)))
    throw new Error(`expected the files of post ${id}`)
  if (lead && speaker.author !== 'customer') await answerLead(transaction, program, lead, speaker.actor, at)
  // As long as they talk, nothing expires.
  if (lead) await prolong(transaction, programId, lead, expiryAfter(program.policy, at))
  const post = (await postById(transaction, programId, id)) as StoredPost
  const letters = lettersOfPost(parent.origin, program, keyring, now, post)
  await queueMessages(transaction, programId, letters, { orderKey: now.orderKey, test: now.test })
  return ok({ post, created: true })
}

/** What stands against one side saying something now: asked before a form's files are read, and again when it is said. */
export async function refusalNow(
  database: Queryable,
  programId: number,
  { conversationKey, closedAt }: Pick<StoredConversation, 'conversationKey' | 'closedAt'>,
  author: PostAuthor,
  now: Date,
  files: Awaited<ReturnType<typeof attachmentsOf>> = [],
): Promise<SayingRefusal | undefined> {
  const lately = await saidSince(database, programId, conversationKey, author, new Date(now.getTime() - HOUR_MS))
  const kept = files.length === 0 ? 0 : await bytesKept(database, programId, conversationKey)
  return refusalToSay({ closedAt, lately, bytesKept: kept, files, now })
}

/** The conversation that a person names: by its id, or by the id or number of its request, or its order's number. */
export const findConversation = (parent: Parent, { programId }: Program, name: string): Promise<StoredConversation | undefined> =>
  conversationByName(parent.database, programId, name, normalizeCode(name))

const isSamePost = (known: StoredPost, { conversationKey }: StoredConversation, { author }: Speaker, body: string): boolean =>
  known.conversationKey === conversationKey && known.author === author && known.body === body

const REUSED: SayingRefusal = { code: 'post_id_reused', detail: 'Another message was sent under this id before.' }
const UNKNOWN_FILE: SayingRefusal = {
  code: 'attachment_unknown',
  detail: 'A file is not here any more: it was used before, or 24 hours are over. Choose it again.',
}
