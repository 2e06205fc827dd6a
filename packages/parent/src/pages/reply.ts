import { ATTACHMENT_LIMITS, type NewPost, type UploadReference } from '@tributary/protocol/conversation'
import { newPost } from '@tributary/protocol/conversation.schema'
import { newId } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { SayingRefusal } from '../core/conversation.ts'
import { type Part, readParts } from '../http/multipart.ts'
import { fieldProblems } from '../http/problem-response.ts'
import type { Parent } from '../routes/route.ts'
import { refusalNow, type Speaker, say } from '../routes/say.ts'
import { dropUploads, keepUpload, UPLOAD_FORM } from '../routes/uploads.ts'
import type { StoredConversation } from '../store/conversations.ts'
import type { Program } from '../store/programs.ts'
import type { Fields } from './form.ts'
import type { Reply } from './thread.ts'

const { filesAPost, fileBytes } = ATTACHMENT_LIMITS

// The message with its id, and some fields to spare.
const FORM = { ...UPLOAD_FORM, totalBytes: filesAPost * fileBytes + 64 * 1_024, parts: filesAPost + 8 }

/** A page on which somebody may answer: who speaks, in what, and the page itself with its form as it was filled. */
export interface Door {
  readonly program: Program
  readonly conversation: StoredConversation
  readonly speaker: Speaker
  /** The address of the page. */
  readonly base: string
  readonly show: (reply: Reply, status: number) => Promise<Response>
}

/** Says what a form holds, with its files, and leads back to the page; what cannot be said is shown again as it was typed, and its files are dropped. */
export async function sayByForm(parent: Parent, request: Request, door: Door): Promise<Response> {
  const { program, conversation, speaker, base } = door
  const refused = await refusalNow(parent.database, program.programId, conversation, speaker.author, parent.now())
  const form = await readReply(parent, request, door, refused)
  const said = form.refusal ? fail(form.refusal) : await sayForm(parent, door, form)
  if (said.ok) return new Response(null, { status: 303, headers: { Location: `${base}?said=1#conversation`, 'Cache-Control': 'no-store' } })
  await dropUploads(parent, program.programId, form.files)
  return again(door, form.fields, said.error)
}

interface ReplyForm {
  readonly fields: Fields
  readonly files: readonly UploadReference[]
  readonly refusal: SayingRefusal | undefined
}

// What was typed comes before the files, and is read whatever stands against it: nobody types it twice. Then no file is read.
async function readReply(
  parent: Parent,
  request: Request,
  { program: { programId }, conversation: { test } }: Door,
  refused: SayingRefusal | undefined,
): Promise<ReplyForm> {
  const fields: Record<string, string> = {}
  const files: UploadReference[] = []
  const take = async ({ name, fileName, declaredType, bytes }: Part): Promise<SayingRefusal | undefined> => {
    if (fileName === undefined) {
      fields[name] = new TextDecoder().decode(bytes)
      return undefined
    }
    // A field of files that was left empty is sent as one without a name.
    if (fileName === '' && bytes.byteLength === 0) return undefined
    if (refused) return refused
    if (files.length === filesAPost) return { code: 'attachment_refused', detail: `At most ${filesAPost} files go with one message.` }
    const kept = await keepUpload(parent, { programId, siteId: null, test }, { name: fileName, declaredType, bytes })
    if (!kept.ok) return kept.error
    files.push({ id: kept.value.id, secret: kept.value.secret })
    return undefined
  }
  return { fields, files, refusal: (await readParts(request, FORM, take)) ?? refused }
}

async function sayForm(
  parent: Parent,
  { program, conversation, speaker }: Door,
  { fields, files }: ReplyForm,
): Promise<Result<true, SayingRefusal>> {
  const post = postOf(fields, files)
  if (!post.ok) return post
  const said = await say(parent, program, conversation, speaker, post.value)
  return said.ok ? ok(true) : said
}

/** What a form says, with the id that the page made for it. */
export function postOf({ post = '', body = '' }: Fields, files: readonly UploadReference[] = []): Result<NewPost, SayingRefusal> {
  const parsed = newPost.safeParse({ id: post, body, files })
  if (parsed.success) return ok(parsed.data)
  const wrong = fieldProblems(parsed.error).find(({ pointer }) => pointer === '/body')
  return fail({ code: 'request_invalid', detail: wrong?.detail ?? 'This form was too old. Look at it once more, and send it again.' })
}

// What concerns a file stands at the files; an id that cannot be used is replaced by a fresh one.
async function again({ show }: Door, fields: Fields, { code, detail = '', retryAfterSeconds }: SayingRefusal): Promise<Response> {
  const isOfFiles = code.startsWith('attachment_')
  const isStale = code === 'post_id_reused' || code === 'request_invalid'
  const words =
    code === 'post_id_reused' ? 'Your message from before was sent already; it stands above. Send this one if it says more.' : detail
  const errors = isOfFiles ? { files: `${words} Nothing was sent.` } : { body: words }
  const page = await show({ fields: isStale ? { ...fields, post: newId('post') } : fields, errors }, STATUSES[code] ?? 422)
  if (retryAfterSeconds !== undefined) page.headers.set('Retry-After', String(retryAfterSeconds))
  return page
}

const STATUSES: Readonly<Record<string, number>> = {
  attachment_too_large: 413,
  body_timeout: 408,
  conversation_closed: 409,
  rate_limited: 429,
}
