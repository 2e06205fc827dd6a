import type { ConversationId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

const OWNER = `
  select c.conversation_key as "conversationKey", c.id
    from attachments a
    join conversations c using (program_id, conversation_key)
   where a.program_id = $1 and a.id = $2`

/** The conversation that a file belongs to. */
export const attachmentOwner = async (
  database: Queryable,
  programId: number,
  attachmentId: string,
): Promise<{ readonly conversationKey: number; readonly id: ConversationId } | undefined> =>
  (await database.query<{ conversationKey: number; id: ConversationId }>(OWNER, [programId, attachmentId]))[0]
