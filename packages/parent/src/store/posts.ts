import type { Attachment, PostAuthor } from '@tributary/protocol/conversation'
import type { PostId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** A stored post with its files. */
export interface StoredPost {
  readonly postKey: number
  readonly conversationKey: number
  readonly id: PostId
  readonly author: PostAuthor
  readonly name: string
  readonly body: string
  readonly at: Date
  readonly attachments: readonly Attachment[]
}

/** A post to keep. `actor` is who said it, for the records; `name` is shown. */
export interface NewPostRow {
  readonly id: PostId
  readonly author: PostAuthor
  readonly name: string
  readonly actor: string
  readonly body: string
  readonly at: Date
}

const SELECT = `
  select p.post_key as "postKey", p.conversation_key as "conversationKey", p.id, p.author, p.author_name as name, p.body, p.at,
         coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type, 'bytes', f.bytes) order by f.attachment_key)
                     from attachments f
                    where f.program_id = p.program_id and f.conversation_key = p.conversation_key and f.post_key = p.post_key), '[]') as attachments
    from posts p`

const BY_ID = `${SELECT} where p.program_id = $1 and p.id = $2`

const OF_CONVERSATION = `${SELECT} where p.program_id = $1 and p.conversation_key = $2 order by p.post_key`

const INSERT = `
  with spoken as (
    update conversations set spoken_at = $8, spoken_by = $4 where program_id = $1 and conversation_key = $2 returning test
  )
  insert into posts (program_id, conversation_key, id, author, author_name, actor, body, at, test)
  select $1, $2, $3, $4, $5, $6, $7, $8, test
    from spoken
  returning post_key as "postKey"`

const LATELY = `
  select p.at, (select count(*) from attachments f where f.program_id = p.program_id and f.conversation_key = p.conversation_key and f.post_key = p.post_key) as files
    from posts p
   where p.program_id = $1 and p.conversation_key = $2 and p.author = $3 and $4 < p.at
   order by p.post_key`

/** The post with this id. */
export const postById = async (database: Queryable, programId: number, id: string): Promise<StoredPost | undefined> =>
  (await database.query<StoredPost>(BY_ID, [programId, id]))[0]

/** What was said in a conversation, oldest first. */
export const postsOf = (database: Queryable, programId: number, conversationKey: number): Promise<StoredPost[]> =>
  database.query<StoredPost>(OF_CONVERSATION, [programId, conversationKey])

/** Keeps a post; answers its key. */
export async function addPost(transaction: Queryable, programId: number, conversationKey: number, post: NewPostRow): Promise<number> {
  const { id, author, name, actor, body, at } = post
  const [added] = await transaction.query<{ postKey: number }>(INSERT, [programId, conversationKey, id, author, name, actor, body, at])
  if (!added) throw new Error(`expected the conversation of post ${id}, received none`)
  return added.postKey
}

/** When one side said something in a conversation since an instant, oldest first, each with how many files. */
export const saidSince = (
  database: Queryable,
  programId: number,
  conversationKey: number,
  author: PostAuthor,
  since: Date,
): Promise<{ readonly at: Date; readonly files: number }[]> => database.query(LATELY, [programId, conversationKey, author, since])
