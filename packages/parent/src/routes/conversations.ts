import type { Conversation, ConversationPage } from '@tributary/protocol/conversation'
import { conversationsQuery, newPost } from '@tributary/protocol/conversation.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { z } from 'zod'
import { conversationView, postView, type SayingRefusal, summaryOf } from '../core/conversation.ts'
import { attachmentResponse } from '../http/attachment-response.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { attachmentOwner } from '../store/attachment-owners.ts'
import { attachmentsOf } from '../store/attachments.ts'
import { type ConversationFilter, listConversations, type StoredConversation, setClosed } from '../store/conversations.ts'
import { postsOf } from '../store/posts.ts'
import type { Program } from '../store/programs.ts'
import { mayAnswer } from './conversation-letters.ts'
import type { AffiliateRoute, Parent, StaffRoute } from './route.ts'
import { asAffiliate, asStaff, findConversation, type Said, say } from './say.ts'

/** `GET /v1/admin/conversations`. */
export const listAllConversations =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) =>
    answerList(parent, program, parseQuery(url, conversationsQuery))

/** `GET /v1/affiliate/conversations`. */
export const listOwnConversations =
  (parent: Parent): AffiliateRoute =>
  async ({ url, program, affiliate }) =>
    answerList(parent, program, parseQuery(url, conversationsQuery), affiliate.affiliateId)

/** `GET /v1/admin/conversations/:id`. */
export const showConversation =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const found = await findConversation(parent, program, id)
    return found ? json(await readConversation(parent, program, found, true)) : unknown(id)
  }

/** `GET /v1/affiliate/conversations/:id`. Somebody else's is unknown here. */
export const showOwnConversation =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate, parameters: { id = '' } }) => {
    const found = await ownConversation(parent, program, affiliate, id)
    return found ? json(await readConversation(parent, program, found, false)) : unknown(id)
  }

/** `POST /v1/admin/conversations/:id/posts`. */
export const postPost =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, newPost, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const found = await findConversation(parent, program, id)
    return found ? answerSaid(await say(parent, program, found, asStaff(program, actor), parsed.value)) : unknown(id)
  }

/** `POST /v1/affiliate/conversations/:id/posts`. */
export const postOwnPost =
  (parent: Parent): AffiliateRoute =>
  async ({ request, program, affiliate, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, newPost, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const found = await ownConversation(parent, program, affiliate, id)
    if (!found) return unknown(id)
    if (!mayAnswer(found)) {
      return problemResponse('affiliate_transition_refused', { detail: `You are ${affiliate.state}: you may read here, and not write.` })
    }
    return answerSaid(await say(parent, program, found, asAffiliate(affiliate), parsed.value))
  }

/** `POST /v1/admin/conversations/:id/close` and `/reopen`. */
export const closeConversation =
  (parent: Parent, event: 'close' | 'reopen'): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const found = await findConversation(parent, program, id)
    if (!found) return unknown(id)
    await setClosed(parent.database, program.programId, found.conversationKey, event === 'close' ? (found.closedAt ?? parent.now()) : null)
    return json(await readConversation(parent, program, (await findConversation(parent, program, found.id)) ?? found, true))
  }

/** `GET /v1/admin/attachments/:id`. */
export const getAttachment =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const owner = await attachmentOwner(parent.database, program.programId, id)
    return sendAttachment(parent, program, owner, id)
  }

/** `GET /v1/affiliate/attachments/:id`. */
export const getOwnAttachment =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate, parameters: { id = '' } }) => {
    const owner = await attachmentOwner(parent.database, program.programId, id)
    const own = owner && (await ownConversation(parent, program, affiliate, owner.id))
    return sendAttachment(parent, program, own && owner, id)
  }

/** A file of a conversation by its id; whoever calls it has let somebody in there. */
export async function sendAttachment(
  parent: Parent,
  { programId }: Program,
  conversation: Pick<StoredConversation, 'conversationKey'> | undefined,
  id: string,
): Promise<Response> {
  const [file] = conversation ? await attachmentsOf(parent.database, programId, conversation.conversationKey, { id }) : []
  const bytes = file && (await parent.files.read(file.id))
  return bytes ? attachmentResponse(file, bytes) : problemResponse('attachment_unknown')
}

/** The conversation that an affiliate names, where it is one of its own. */
export async function ownConversation(
  parent: Parent,
  program: Program,
  { affiliateId }: { readonly affiliateId: number },
  name: string,
): Promise<StoredConversation | undefined> {
  const found = await findConversation(parent, program, name)
  return found?.affiliateId === affiliateId ? found : undefined
}

/** A conversation, whole, as one side sees it. */
export async function readConversation(
  { database }: Parent,
  { programId }: Program,
  conversation: StoredConversation,
  isAddressShown: boolean,
): Promise<Conversation> {
  const { conversationKey } = conversation
  const posts = await postsOf(database, programId, conversationKey)
  const attachments = await attachmentsOf(database, programId, conversationKey, { areOfRequest: true })
  return conversationView(
    conversation,
    posts.map(({ postKey: _key, conversationKey: _owner, ...post }) => post),
    attachments,
    isAddressShown,
  )
}

/** Conversations, a page of them; of one affiliate, or of all. */
export async function readConversations(
  { database }: Parent,
  { programId }: Program,
  { about, unanswered, cursor, limit }: Omit<z.infer<typeof conversationsQuery>, 'about'> & Pick<ConversationFilter, 'about'>,
  affiliateId?: number,
): Promise<Result<ConversationPage, Response>> {
  const before = cursorOf(cursor)
  if (before === 'invalid')
    return fail(problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] }))
  const rows = await listConversations(database, programId, { affiliateId, about, isUnanswered: unanswered === 'true', before }, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return ok({
    conversations: page.map((row) =>
      summaryOf(row, {
        isAddressShown: affiliateId === undefined,
        posts: row.posts,
        last: row.spokenBy === null ? undefined : { author: row.spokenBy, at: row.spokenAt },
      }),
    ),
    ...(limit < rows.length && last && { next: `${last.spokenAt.getTime()}.${last.conversationKey}` }),
  })
}

async function answerList(
  parent: Parent,
  program: Program,
  query: Result<z.infer<typeof conversationsQuery>, Response>,
  affiliateId?: number,
): Promise<Response> {
  if (!query.ok) return query.error
  const page = await readConversations(parent, program, query.value, affiliateId)
  return page.ok ? json(page.value) : page.error
}

function answerSaid(said: Result<Said, SayingRefusal>): Response {
  if (said.ok) {
    const { postKey: _key, conversationKey: _owner, ...post } = said.value.post
    return json(postView(post), said.value.created ? 201 : 200)
  }
  const { retryAfterSeconds, ...problem } = said.error
  return problemResponse(problem.code, problem, retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) })
}

function cursorOf(text: string | undefined): { readonly at: Date; readonly key: number } | 'invalid' | undefined {
  if (text === undefined) return undefined
  const [, at, key] = /^(\d{1,14})\.(\d{1,15})$/.exec(text) ?? []
  return at === undefined ? 'invalid' : { at: new Date(Number(at)), key: Number(key) }
}

const unknown = (id: string): Response =>
  problemResponse('conversation_unknown', { detail: `No conversation is called “${id.slice(0, 100)}”.` })
