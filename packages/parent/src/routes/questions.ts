import type { NewPost } from '@tributary/protocol/conversation'
import type { Offer } from '@tributary/protocol/offer'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { customerUrl, type SayingRefusal } from '../core/conversation.ts'
import { conversationOpened } from '../core/conversation-message.ts'
import { customerHash } from '../core/mailbox.ts'
import { lockFor } from '../store/advisory-lock.ts'
import {
  conversationByKey,
  conversationOfOrder,
  type NewConversation,
  openConversation,
  questionsSince,
  type StoredConversation,
} from '../store/conversations.ts'
import type { Queryable } from '../store/database.ts'
import { queueMessages } from '../store/messages.ts'
import { offersByName } from '../store/offers.ts'
import { orderForChange } from '../store/order-reads.ts'
import { sellerOf } from '../store/order-sellers.ts'
import { postById } from '../store/posts.ts'
import type { Program } from '../store/programs.ts'
import { answererOf } from './conversation-letters.ts'
import type { Parent } from './route.ts'
import { asCustomer, type Shop, sayWithin } from './say.ts'

const HOUR_MS = 60 * 60 * 1_000

/** How many conversations about offers are opened in an hour: by one mailbox, and in the program. Tests do not count. */
export const QUESTION_LIMITS = { ofCustomer: 5, inAll: 200 } as const

/** Who asks about an offer, and what. */
export interface OfferQuestion {
  readonly offer: Pick<Offer, 'handle' | 'title'>
  /** Who sent them: a site key, an affiliate code or a link's short id. */
  readonly via: string
  readonly name: string
  readonly email: string
  readonly post: NewPost
  readonly test: boolean
}

/** Opens the conversation about an offer with whom `via` names, or else with the parent; answers the customer's page of it. Asking the same twice is asking once. */
export async function askAboutOffer(parent: Parent, program: Program, question: OfferQuestion): Promise<Result<string, SayingRefusal>> {
  const { programId } = program
  const { offer, via, name, email, post, test } = question
  const sender = via.trim() === '' ? undefined : await parent.findSender(programId, via)
  const keyring = await parent.keyring(programId)
  const hash = customerHash(keyring, email)
  const [row] = await offersByName(parent.database, programId, [offer.handle], parent.now())
  if (!row) return fail({ code: 'offer_unknown', detail: 'This is not sold any more.' })
  const asked = await parent.database.transaction(async (transaction) => {
    await lockFor(transaction, post.id)
    const known = await postById(transaction, programId, post.id)
    if (known) return isSame(transaction, programId, known, email, post.body)
    // Many at once are no way around the limit.
    await lockFor(transaction, `questions:${programId}:${hash}`)
    const flood = test ? undefined : await floodOf(transaction, programId, hash, parent.now())
    if (flood) return fail(flood)
    const affiliateId = sender?.affiliate?.state === 'active' ? sender.affiliate.affiliateId : null
    const opening = { offerId: row.offerId, affiliateId, subject: offer.title, customer: { name, email }, customerHash: hash }
    return open(
      transaction,
      { parent, program, keyring },
      { ...opening, openedAt: parent.now(), test: test || (sender?.test ?? false) },
      post,
    )
  })
  if (!asked.ok) return asked
  parent.wake()
  return ok(customerUrl(parent.origin, keyring, asked.value))
}

/** Says something about an order to whom it is attributed, or else to the parent, and opens the order's one conversation for it if there is none; answers the customer's page of it. */
export async function askAboutOrder(
  parent: Parent,
  program: Program,
  orderId: string,
  post: NewPost,
): Promise<Result<string, SayingRefusal>> {
  const { programId } = program
  const keyring = await parent.keyring(programId)
  const asked = await parent.database.transaction(async (transaction): Promise<Result<StoredConversation, SayingRefusal>> => {
    const order = await orderForChange(transaction, programId, orderId, '')
    if (!order) return fail({ code: 'order_unknown' })
    const { orderKey, number, customer, test } = order
    const known = await conversationOfOrder(transaction, programId, orderKey)
    if (known) {
      const said = await sayWithin(transaction, { parent, program, keyring }, known, asCustomer(known), post)
      return said.ok ? ok(known) : said
    }
    await lockFor(transaction, post.id)
    if (await postById(transaction, programId, post.id)) return fail(REUSED)
    const { affiliateId } = await sellerOf(transaction, programId, orderKey)
    const who = { name: customer.delivery.name, email: customer.email }
    const opening = {
      orderKey,
      affiliateId,
      subject: `Order ${number}`,
      customer: who,
      customerHash: customerHash(keyring, customer.email),
    }
    return open(transaction, { parent, program, keyring }, { ...opening, openedAt: parent.now(), test }, post)
  })
  if (!asked.ok) return asked
  parent.wake()
  return ok(customerUrl(parent.origin, keyring, asked.value))
}

async function open(
  transaction: Queryable,
  shop: Shop,
  opening: NewConversation,
  post: NewPost,
): Promise<Result<StoredConversation, SayingRefusal>> {
  const { parent, program, keyring } = shop
  const { programId, policy } = program
  const { conversationKey, id } = await openConversation(transaction, programId, opening)
  const conversation = await conversationByKey(transaction, programId, conversationKey)
  if (!conversation) throw new Error(`expected conversation ${id}, received none`)
  const said = await sayWithin(transaction, shop, conversation, asCustomer(conversation), post)
  // Nothing was said in it yet, and the id is fresh: nothing stands against it, and the conversation must not stay without it.
  if (!said.ok) throw new Error(`expected to say ${post.id} in a new conversation, received ${said.error.code}`)
  const { subject, customer, test, orderKey } = conversation
  const url = customerUrl(parent.origin, keyring, conversation)
  const letter = conversationOpened(policy, { subject, answeredBy: answererOf(program, conversation), test }, customer, url)
  await queueMessages(transaction, programId, [letter], { orderKey, test })
  return ok(conversation)
}

async function isSame(
  transaction: Queryable,
  programId: number,
  known: { readonly conversationKey: number; readonly body: string },
  email: string,
  body: string,
): Promise<Result<StoredConversation, SayingRefusal>> {
  const conversation = await conversationByKey(transaction, programId, known.conversationKey)
  const isRepeat = known.body === body && conversation?.customer.email === email
  return conversation && isRepeat ? ok(conversation) : fail(REUSED)
}

const REUSED: SayingRefusal = { code: 'post_id_reused', detail: 'This form was sent before. Look at it once more, and send it again.' }

async function floodOf(transaction: Queryable, programId: number, hash: string, now: Date): Promise<SayingRefusal | undefined> {
  const since = new Date(now.getTime() - HOUR_MS)
  const own = await questionsSince(transaction, programId, since, hash)
  const all = await questionsSince(transaction, programId, since, null)
  const isFlood = QUESTION_LIMITS.ofCustomer <= own.length || QUESTION_LIMITS.inAll <= all.length
  const oldest = QUESTION_LIMITS.ofCustomer <= own.length ? own[0] : all[0]
  if (!isFlood || !oldest) return undefined
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest.getTime() + HOUR_MS - now.getTime()) / 1_000))
  return {
    code: 'rate_limited',
    detail: `Very many questions came just now. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
    retryAfterSeconds,
  }
}
