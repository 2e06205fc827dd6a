import type { UploadReference } from '@tributary/protocol/conversation'
import type { AttachmentId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** A file as it is written down when it was taken. */
export interface NewAttachment {
  readonly id: AttachmentId
  readonly siteId: number | null
  readonly name: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: Uint8Array
  readonly secretHash: Uint8Array
  readonly uploadedAt: Date
  readonly test: boolean
}

/** A stored file, without its bytes. */
export interface AttachmentRow {
  readonly id: AttachmentId
  readonly name: string
  readonly contentType: string
  readonly bytes: number
}

const INSERT = `
  insert into attachments (program_id, id, site_id, name, content_type, bytes, sha256, secret_hash, uploaded_at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const NAMED = `
  select a.attachment_key
    from attachments a
    join unnest($2::text[], $3::text[]) as wanted (id, secret) on a.id = wanted.id and a.secret_hash = sha256(convert_to(wanted.secret, 'UTF8'))
   where a.program_id = $1 and a.conversation_key is null
     for update of a`

const UNCLAIMED = `
  with named as (${NAMED})
  select id, name, content_type as "contentType", bytes
    from attachments
    join named using (attachment_key)
   where program_id = $1`

// All of them or none: one that is unknown leaves the others unclaimed.
const CLAIM = `
  with named as (${NAMED})
  update attachments a
     set conversation_key = c.conversation_key, post_key = $5, test = c.test
    from conversations c
   where c.program_id = $1 and c.conversation_key = $4
     and a.program_id = $1 and a.attachment_key in (select attachment_key from named)
     and (select count(*) from named) = cardinality($2::text[])
  returning a.id`

const OF_CONVERSATION = `
  select id, name, content_type as "contentType", bytes
    from attachments
   where program_id = $1 and conversation_key = $2 and ($3::text is null or id = $3) and ($4::boolean is false or post_key is null)
   order by attachment_key`

const BYTES_KEPT = 'select coalesce(sum(bytes), 0)::bigint as bytes from attachments where program_id = $1 and conversation_key = $2'

const WAITING = `
  select coalesce(sum(bytes), 0)::bigint as bytes,
         coalesce(count(*) filter (where site_id is not distinct from $2 and $3 < uploaded_at), 0) as "ofSite"
    from attachments
   where program_id = $1 and conversation_key is null`

const OLD = `
  select program_id as "programId", id
    from attachments
   where conversation_key is null and uploaded_at < $1
   order by uploaded_at
   limit $2
     for update skip locked`

const TEST = 'select id from attachments where program_id = $1 and test for update'

const DELETE = 'delete from attachments where program_id = $1 and id = any ($2) and (conversation_key is null or test)'

/** Writes a file down; nobody has claimed it yet. */
export async function addAttachment(database: Queryable, programId: number, file: NewAttachment): Promise<void> {
  const { id, siteId, name, contentType, bytes, sha256, secretHash, uploadedAt, test } = file
  await database.query(INSERT, [programId, id, siteId, name, contentType, bytes, sha256, secretHash, uploadedAt, test])
}

/** The named files that nobody has claimed yet, locked until the transaction ends; fewer than were named where an id or a secret is wrong. */
export const unclaimedNamed = (transaction: Queryable, programId: number, files: readonly UploadReference[]): Promise<AttachmentRow[]> =>
  transaction.query<AttachmentRow>(UNCLAIMED, [programId, ...named(files)])

/**
 * Makes files part of a conversation: of a post, or without one of the request itself. `false`: an id or a secret is wrong, or a file was claimed
 * before; then none of them is claimed.
 */
export async function claimAttachments(
  transaction: Queryable,
  programId: number,
  conversationKey: number,
  postKey: number | null,
  files: readonly { readonly id: string; readonly secret: string }[],
): Promise<boolean> {
  if (files.length === 0) return true
  const claimed = await transaction.query(CLAIM, [programId, ...named(files), conversationKey, postKey])
  return claimed.length === files.length
}

/** The files of a conversation; with `areOfRequest` those that came with the request itself. */
export const attachmentsOf = (
  database: Queryable,
  programId: number,
  conversationKey: number,
  { id, areOfRequest = false }: { readonly id?: string; readonly areOfRequest?: boolean } = {},
): Promise<AttachmentRow[]> => database.query<AttachmentRow>(OF_CONVERSATION, [programId, conversationKey, id ?? null, areOfRequest])

/** How many bytes the files of a conversation have. */
export const bytesKept = async (database: Queryable, programId: number, conversationKey: number): Promise<number> =>
  (await database.query<{ bytes: number }>(BYTES_KEPT, [programId, conversationKey]))[0]?.bytes ?? 0

/** What waits to be claimed: bytes in all, and how many files came from one site (`null`: our own pages) since an instant. */
export const waitingUploads = async (
  database: Queryable,
  programId: number,
  siteId: number | null,
  since: Date,
): Promise<{ readonly bytes: number; readonly ofSite: number }> =>
  (await database.query<{ bytes: number; ofSite: number }>(WAITING, [programId, siteId, since]))[0] ?? { bytes: 0, ofSite: 0 }

/** Files that nobody claimed since an instant, locked until the transaction ends. */
export const unclaimedSince = (
  transaction: Queryable,
  before: Date,
  most: number,
): Promise<{ readonly programId: number; readonly id: AttachmentId }[]> => transaction.query(OLD, [before, most])

/** Every file, with the hash of what was stored. */
export const storedFiles = (database: Queryable): Promise<{ readonly id: AttachmentId; readonly sha256: Uint8Array }[]> =>
  database.query('select id, sha256 from attachments order by program_id, attachment_key')

/** The files of tests, locked until the transaction ends. */
export const testAttachments = async (transaction: Queryable, programId: number): Promise<AttachmentId[]> =>
  (await transaction.query<{ id: AttachmentId }>(TEST, [programId])).map(({ id }) => id)

/** Forgets files that nobody claimed, or that were tests. Whoever calls it removes their bytes first: no file is left that nothing knows of. */
export async function forgetAttachments(transaction: Queryable, programId: number, ids: readonly AttachmentId[]): Promise<void> {
  await transaction.query(DELETE, [programId, ids])
}

const named = (files: readonly { readonly id: string; readonly secret: string }[]) => [
  files.map(({ id }) => id),
  files.map(({ secret }) => secret),
]
