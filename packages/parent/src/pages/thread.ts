import { ATTACHMENT_LIMITS, type Attachment, type Conversation, POST_CHARACTERS, type PostAuthor } from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import { html } from 'hono/html'
import { ACCEPTED_ENDINGS } from '../core/file-kind.ts'
import { ago, type Words } from './account-parts.ts'
import { errorSummary, type FieldErrors, type Fields, fieldMessage } from './form.ts'
import type { Html } from './page.ts'

const MEGABYTE = 1_024 * 1_024

/** A form of answering as it is shown: what was typed, what is wrong with it, and what a press has just done. */
export interface Reply {
  readonly fields: Fields
  readonly errors: FieldErrors
  readonly notice?: string
}

/** A form that nobody has filled yet. */
export const EMPTY_REPLY: Reply = { fields: {}, errors: {} }

/** A conversation with its form of answering, as one side reads it. `base` is the address of its page, under which posts and files are. */
export function conversationPanel(
  words: Words,
  conversation: Pick<Conversation, 'posts' | 'closedAt'>,
  about: {
    readonly me: PostAuthor
    readonly base: string
    readonly now: Date
    readonly reply: Reply
    readonly isReadOnly?: boolean
    /** Before anything was said. */
    readonly empty: string
  },
): Html {
  const { posts, closedAt } = conversation
  const { me, base, now, reply, isReadOnly = false, empty } = about
  return html`<section class="panel" id="conversation"><h2>Conversation</h2>
${posts.length === 0 ? html`<p class="muted">${empty}</p>` : html`<ol class="thread">${posts.map((post) => postItem(words, post, me, base, now))}</ol>`}
${reply.notice ? html`<p class="notice" role="status">${reply.notice}</p>` : ''}
${closedAt !== undefined ? html`<p class="notice">This conversation was closed. Nothing more can be written here.</p>` : isReadOnly ? '' : replyForm(base, reply)}
</section>`
}

const postItem = (
  words: Words,
  { author, name, body, at, attachments }: Conversation['posts'][number],
  me: PostAuthor,
  base: string,
  now: Date,
): Html =>
  html`<li class="post ${author === me ? 'own' : ''}">
<p class="by"><strong><bdi>${author === me ? 'You' : name}</bdi></strong> <span class="muted">${ago(words, at, now)}</span></p>
<p class="said" dir="auto">${body}</p>
${fileList(attachments, base)}</li>`

/** Files to save, each with its size. */
export const fileList = (files: readonly Attachment[], base: string): Html | '' =>
  files.length === 0
    ? ''
    : html`<ul class="files">${files.map(
        ({ id, name, bytes }) =>
          html`<li><a href="${base}/files/${id}"><bdi>${name}</bdi></a> <span class="muted">${size(bytes)}</span></li>`,
      )}</ul>`

function replyForm(base: string, { fields, errors }: Reply): Html {
  const { filesAPost, fileBytes } = ATTACHMENT_LIMITS
  const mark = (name: string) => (errors[name] ? html`aria-invalid="true" aria-describedby="${name}-error"` : '')
  return html`<form id="reply" class="no-print" method="post" action="${base}/posts" enctype="multipart/form-data">
${errorSummary(errors)}
<input type="hidden" name="post" value="${fields['post'] ?? newId('post')}">
<label class="field" for="body">Your message
<textarea id="body" name="body" rows="4" maxlength="${POST_CHARACTERS}" required ${mark('body')}>
${fields['body'] ?? ''}</textarea>${fieldMessage(errors['body'], 'body')}</label>
<label class="field" for="files">Files (optional)
<input id="files" name="files" type="file" multiple accept="${ACCEPTED_ENDINGS}" ${mark('files')}>
<small>PDF, pictures, text and office files; up to ${filesAPost} files of ${fileBytes / MEGABYTE} MB.</small>${fieldMessage(errors['files'], 'files')}</label>
<button>Send</button>
</form>`
}

function size(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`
  return bytes < MEGABYTE ? `${Math.round(bytes / 1_024)} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`
}
