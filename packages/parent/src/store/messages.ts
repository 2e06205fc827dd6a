import { ERASED_EMAIL } from '@tributary/protocol/erasure'
import { newId } from '@tributary/protocol/id'
import type { MessageKind } from '@tributary/protocol/message'
import type { Queryable } from './database.ts'

/** A mail to one person, ready to send. */
export interface Letter {
  readonly kind: MessageKind
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A queued message as the mail job and `/dev/mail` see it. */
export interface MessageRow extends Letter {
  readonly programId: number
  readonly messageId: number
  readonly state: 'due' | 'sent' | 'failed'
  readonly attempts: number
  readonly createdAt: Date
  readonly test: boolean
  readonly failure: string | null
}

const COLUMNS = `
  program_id as "programId", message_id as "messageId", kind, recipient, subject, body_text as text, body_html as html, state,
  attempts, created_at as "createdAt", test, failure`

const QUEUE = `
  insert into messages (program_id, id, kind, recipient, subject, body_text, body_html, order_key, test)
  select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::boolean[])`

// The lease is set before the first byte is sent: if this process dies meanwhile, the message comes again after it. Longer than a mail server is waited for, so
// that no second process sends what the first one is sending.
const CLAIM = `
  update messages
     set attempts = attempts + 1, due_at = now() + interval '1 minute'
   where (program_id, message_id) in (
           select program_id, message_id
             from messages
            where state = 'due' and due_at <= now() and not test
            order by due_at
            limit 1
              for update skip locked
         )
  returning ${COLUMNS}`

const SENT = `update messages set state = 'sent', sent_at = now(), failure = null where program_id = $1 and message_id = $2`

// The number of attempts fences: what another process took up meanwhile is no longer ours.
const FAILED = `
  update messages
     set failure = $3, state = case when attempts < $4 then 'due' else 'failed' end,
         due_at = now() + interval '10 seconds' * power(4, least(attempts - 1, 6))
   where program_id = $1 and message_id = $2 and attempts = $5 and state = 'due'`

const FORGET = `delete from messages where program_id = $1 and state <> 'due' and created_at < $2`

const LATEST = `select ${COLUMNS} from messages where program_id = $1 order by message_id desc limit $2`

const ONE = `select ${COLUMNS} from messages where program_id = $1 and message_id = $2`

/** What a letter is about: an order, if it is about one, and whether anything of it is real. */
interface About {
  readonly orderKey: number | null
  readonly test: boolean
}

/** Queues letters in the transaction that causes them. */
export const queueMessages = (transaction: Queryable, programId: number, letters: readonly Letter[], about: About): Promise<void> =>
  queueLetters(
    transaction,
    programId,
    letters.map((letter) => ({ letter, ...about })),
  )

/** The same for letters about several things; none to a customer who was erased. */
export async function queueLetters(
  transaction: Queryable,
  programId: number,
  letters: readonly (About & { readonly letter: Letter })[],
): Promise<void> {
  const sent = letters.filter(({ letter }) => letter.recipient !== ERASED_EMAIL)
  if (sent.length === 0) return
  const column = (of: (letter: Letter) => string) => sent.map(({ letter }) => of(letter))
  const values = [
    programId,
    sent.map(() => newId('message')),
    column(({ kind }) => kind),
    column(({ recipient }) => recipient),
    column(({ subject }) => subject),
    column(({ text }) => text),
    column(({ html }) => html),
    sent.map(({ orderKey }) => orderKey),
    sent.map(({ test }) => test),
  ]
  await transaction.query(QUEUE, values, 'messages_queued')
}

/** Takes the next message that is due; it is due again after a minute unless its outcome is recorded. Test messages are never taken. */
export const claimMessage = async (database: Queryable): Promise<MessageRow | undefined> => (await database.query<MessageRow>(CLAIM))[0]

/** Records that a message was handed to the mail server. */
export async function markSent(database: Queryable, { programId, messageId }: MessageRow): Promise<void> {
  await database.query(SENT, [programId, messageId])
}

/** Records why an attempt failed; after `mostAttempts` the message is given up. */
export async function markFailed(database: Queryable, message: MessageRow, failure: string, mostAttempts: number): Promise<void> {
  await database.query(FAILED, [message.programId, message.messageId, failure, mostAttempts, message.attempts])
}

/** Forgets what was sent or given up and was queued before an instant. */
export async function forgetMessages(database: Queryable, programId: number, before: Date): Promise<void> {
  await database.query(FORGET, [programId, before])
}

/** The newest messages of a program. */
export const latestMessages = (database: Queryable, programId: number, most: number): Promise<MessageRow[]> =>
  database.query<MessageRow>(LATEST, [programId, most])

/** One message of a program. */
export const messageById = async (database: Queryable, programId: number, messageId: number): Promise<MessageRow | undefined> =>
  (await database.query<MessageRow>(ONE, [programId, messageId]))[0]
