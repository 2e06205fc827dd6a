import { affiliatePath, customerUrl } from '../core/conversation.ts'
import { type PostFacts, postForAffiliate, postForCustomer, postForStaff } from '../core/conversation-message.ts'
import type { Keyring } from '../core/keyring.ts'
import type { Letter } from '../core/letter.ts'
import type { StoredConversation } from '../store/conversations.ts'
import type { StoredPost } from '../store/posts.ts'
import type { Program } from '../store/programs.ts'

/** What the other sides are told of a post, each with the way to answer it. */
export function lettersOfPost(
  origin: string,
  { policy }: Program,
  keyring: Keyring,
  conversation: StoredConversation,
  post: StoredPost,
): Letter[] {
  const { author, name, body, attachments } = post
  const { subject, test, customer, affiliateEmail } = conversation
  const facts: PostFacts = { subject, author, name, body, files: attachments.map((file) => file.name), test }
  const url = customerUrl(origin, keyring, conversation)
  const command = replyCommand(conversation)
  return [
    ...(author === 'customer' ? [] : [postForCustomer(policy, facts, customer.email, url)]),
    ...(author === 'affiliate' || affiliateEmail === null || !mayAnswer(conversation)
      ? []
      : [postForAffiliate(policy, facts, affiliateEmail, origin + affiliatePath(conversation))]),
    ...(author === 'staff' ? [] : policy.staffEmails.map((recipient) => postForStaff(policy, facts, recipient, command))),
  ]
}

/** Who a customer is told answers: the affiliate while it may, else the parent. */
export const answererOf = ({ policy }: Pick<Program, 'policy'>, conversation: StoredConversation): string =>
  mayAnswer(conversation) && !conversation.isHandledByStaff ? (conversation.affiliateName ?? policy.name) : policy.name

/** Whether the affiliate of a conversation is one that may speak for the shop: a suspended or closed one reads only. */
export const mayAnswer = ({ affiliateState }: Pick<StoredConversation, 'affiliateState'>): boolean => affiliateState === 'active'

const replyCommand = ({ id, leadNumber }: StoredConversation): string =>
  leadNumber === null ? `tributary conversation reply ${id} "…"` : `tributary lead reply ${leadNumber} "…"`
