import type { PostAuthor } from '@tributary/protocol/conversation'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'

/** What a letter must know of something that was said. Names only: nobody's address is told to the other side. */
export interface PostFacts {
  readonly subject: string
  readonly author: PostAuthor
  readonly name: string
  readonly body: string
  readonly files: readonly string[]
  readonly test: boolean
}

/** To the customer: somebody answered. */
export const postForCustomer = (policy: ProgramPolicy, post: PostFacts, recipient: string, url: string): Letter =>
  writeLetter({
    kind: 'post_for_customer',
    recipient,
    subject: `${post.name} wrote to you about “${post.subject}”`,
    paragraphs: [`${post.name} wrote to you about “${post.subject}”.`],
    ...quoted(post),
    link: { label: 'Read and answer', url: `${url}#reply` },
    footer: footerOf(policy),
    test: post.test,
  })

/** To the affiliate: its customer wrote, or the parent did. */
export const postForAffiliate = (policy: ProgramPolicy, post: PostFacts, recipient: string, url: string): Letter =>
  writeLetter({
    kind: 'post_for_affiliate',
    recipient,
    subject: `${post.name} wrote about “${post.subject}”`,
    paragraphs: [`${post.name} ${post.author === 'staff' ? 'wrote to your customer' : 'wrote to you'} about “${post.subject}”.`],
    ...quoted(post),
    link: { label: 'Read and answer', url: `${url}#reply` },
    footer: footerOf(policy),
    test: post.test,
  })

/** To staff: what was said, and the command to answer. */
export const postForStaff = (policy: ProgramPolicy, post: PostFacts, recipient: string, command: string): Letter =>
  writeLetter({
    kind: 'post_for_staff',
    recipient,
    subject: `${post.name} wrote about “${post.subject}”`,
    paragraphs: [`${post.name} (${post.author === 'affiliate' ? 'the affiliate' : 'the customer'}) wrote about “${post.subject}”.`],
    ...quoted(post),
    copy: { label: 'Answer with:', text: command },
    footer: policy.name,
    test: post.test,
  })

/** To a customer who asked about something: the page where the answer will stand. */
export const conversationOpened = (
  policy: ProgramPolicy,
  about: { readonly subject: string; readonly answeredBy: string; readonly test: boolean },
  { name, email }: { readonly name: string; readonly email: string },
  url: string,
): Letter =>
  writeLetter({
    kind: 'conversation_opened',
    recipient: email,
    subject: `Your question about “${about.subject}”`,
    paragraphs: [
      `${name}, your question about “${about.subject}” has arrived.`,
      `${about.answeredBy} answers it on a page of your own. When something is written there, you get a mail.`,
    ],
    link: { label: 'Open your page', url },
    footer: footerOf(policy),
    test: about.test,
  })

const quoted = ({ body, files }: PostFacts) => ({
  quote: body,
  ...(files.length > 0 && { rows: files.map((file): [string, string] => ['File', file]) }),
})

const footerOf = (policy: ProgramPolicy): string =>
  `Answer on the page: a reply to this mail reaches ${policy.name} alone. ${policy.name} · ${policy.contact}`
