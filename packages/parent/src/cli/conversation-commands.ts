import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import {
  ATTACHMENT_LIMITS,
  type Conversation,
  type ConversationAbout,
  type ConversationPage,
  type Post,
  type UploadAnswer,
} from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import { type Arguments, type Command, list, table } from './command.ts'
import { UsageError } from './environment.ts'
import type { StaffClient } from './staff-client.ts'

/** `tributary conversation …`, and `tributary lead reply`, which says something in the conversation of a request. */
export const CONVERSATION_COMMANDS: Readonly<Record<string, Command>> = {
  'conversation list': {
    usage: 'conversation list [--about lead|order|offer] [--unanswered true] [--limit 50] [--cursor …]',
    summary: 'Conversations with customers, the last spoken first',
    options: { about: 'value', unanswered: 'value', limit: 'value', cursor: 'value' },
    run: (client, given) => client.call('listConversations', { query: given.options as Record<string, string | undefined> }),
    print: (answer) => listing(answer as ConversationPage),
  },
  'conversation show': {
    usage: 'conversation show <id, or number of the request or order>',
    summary: 'One conversation, whole',
    run: (client, given) => client.call('showConversation', { parameters: { id: name(given) } }),
    print: (answer) => whole(answer as Conversation),
  },
  'conversation reply': reply(
    'conversation reply',
    'id, or number of the request or order',
    'Say something in a conversation; the others are told by mail',
  ),
  'conversation close': change('close', 'closeConversation', 'Close a conversation: nothing more is said in it'),
  'conversation reopen': change('reopen', 'reopenConversation', 'Open a closed conversation again'),
  'lead reply': reply('lead reply', 'number', 'Say something to the customer of a request; the first answer stops its clock'),
}

function reply(verb: string, what: string, about: string): Command {
  return {
    usage: `${verb} <${what}> <text> [--file plan.pdf …]`,
    summary: about,
    options: { file: 'list' },
    run: say,
    print: (answer) => {
      const { name, attachments } = answer as Post
      const files = attachments.length === 0 ? '' : ` with ${attachments.length} ${attachments.length === 1 ? 'file' : 'files'}`
      return `Said as ${name}${files}. The customer is told by mail.`
    },
  }
}

async function say(client: StaffClient, given: Arguments): Promise<unknown> {
  const { rest } = given
  const [id, body, ...more] = rest
  if (!id || !body || more.length > 0) throw new UsageError('Name one conversation, and put what you say in quotes.')
  const files: Pick<UploadAnswer, 'id' | 'secret'>[] = []
  for (const path of list(given, 'file')) {
    const { id: file, secret } = (await client.upload(basename(path), bytesOf(path))) as UploadAnswer
    files.push({ id: file, secret })
  }
  return client.call('postPost', { parameters: { id }, body: JSON.stringify({ id: newId('post'), body, files }) })
}

function change(verb: string, endpoint: 'closeConversation' | 'reopenConversation', about: string): Command {
  return {
    usage: `conversation ${verb} <id, or number of the request or order>`,
    summary: about,
    run: (client, given) => client.call(endpoint, { parameters: { id: name(given) } }),
    print: (answer) => `${(answer as Conversation).subject}: ${(answer as Conversation).closedAt === undefined ? 'open' : 'closed'}.`,
  }
}

function name({ rest: [first, ...more] }: Arguments): string {
  if (first && more.length === 0) return first
  throw new UsageError('Name one conversation, by its id or by the number of its request or order.')
}

function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  try {
    const bytes = readFileSync(path)
    if (bytes.byteLength <= ATTACHMENT_LIMITS.fileBytes) return bytes
    throw new UsageError(`${path} is larger than ${ATTACHMENT_LIMITS.fileBytes / 1_024 / 1_024} MB. Make it smaller, or send it in parts.`)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError(`There is no file ${path}.`)
    if (code === 'EISDIR') throw new UsageError(`${path} is a folder.`)
    throw error
  }
}

const listing = ({ conversations, next }: ConversationPage): string =>
  conversations.length === 0
    ? 'No conversations yet.'
    : table(
        ['id', 'about', 'subject', 'customer', 'affiliate', 'posts', 'last'],
        conversations.map(({ id, about, subject, customer, affiliate = '', posts, last, openedAt, closedAt }) => [
          id,
          aboutWords(about),
          subject,
          customer.name,
          affiliate,
          String(posts),
          closedAt === undefined ? `${last?.author ?? 'opened'} ${last?.at ?? openedAt}` : 'closed',
        ]),
      ) + (next === undefined ? '' : `\nMore: --cursor ${next}`)

function whole({ subject, about, customer, affiliate, attachments, posts, closedAt, id }: Conversation): string {
  const files = (all: Conversation['attachments']) =>
    all.map((file) => `  [${file.id}] ${file.name}, ${file.contentType}, ${file.bytes} bytes`)
  return [
    `${subject} (${aboutWords(about)}), ${id}${closedAt === undefined ? '' : ', closed'}`,
    `Customer: ${customer.name} ${customer.email ?? ''}   Affiliate: ${affiliate ?? 'none'}`,
    ...files(attachments),
    ...posts.flatMap((post) => ['', `${post.name} (${post.author}), ${post.at}`, post.body, ...files(post.attachments)]),
  ].join('\n')
}

const aboutWords = (about: ConversationAbout): string =>
  about.kind === 'offer' ? `offer ${about.handle}` : `${about.kind} ${about.number}`
