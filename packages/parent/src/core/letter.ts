import type { MessageKind } from '@tributary/protocol/message'
import { html, raw } from 'hono/html'

/** A mail to one person, as text and as HTML. */
export interface Letter {
  readonly kind: MessageKind
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What a letter says: paragraphs, what somebody wrote, a table of two columns, something to copy, one link to act on. */
export interface LetterContent {
  readonly kind: MessageKind
  readonly recipient: string
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** What somebody wrote, as they wrote it: lines stay lines. */
  readonly quote?: string
  readonly rows?: readonly (readonly [string, string])[]
  /** The last row is the sum of the others. */
  readonly hasSum?: boolean
  /** Something to copy as it is, with what it is for. */
  readonly copy?: { readonly label: string; readonly text: string }
  readonly link?: { readonly label: string; readonly url: string }
  readonly footer: string
  readonly test: boolean
}

const LINE_BREAK = /[\r\n]+/g

/**
 * Writes a letter as plain text and as HTML in which every value is escaped. Line breaks leave the subject, since a header has none.
 * Mail programs know no style sheets, hence the inline styles.
 */
export function writeLetter(content: LetterContent): Letter {
  const mark = content.test ? '[Test] ' : ''
  const subject = `${mark}${content.subject}`.replace(LINE_BREAK, ' ')
  return { kind: content.kind, recipient: content.recipient, subject, text: asText(content), html: String(asHtml(content, subject)) }
}

function asText({ paragraphs, quote = '', rows = [], copy, link, footer }: LetterContent): string {
  const table = rows.map(([label, value]) => `${label}: ${value}`).join('\n')
  return [
    ...paragraphs,
    quote,
    table,
    copy ? `${copy.label}\n${copy.text}` : '',
    link ? `${link.label}:\n${link.url}` : '',
    `-- \n${footer}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function asHtml({ paragraphs, quote, rows = [], hasSum = false, copy, link, footer }: LetterContent, subject: string) {
  const cell = raw('padding:6px 0;border-top:1px solid #e3e7e8;vertical-align:top')
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;background:#f4f6f6;color:#16282c;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:520px;margin:0 auto;padding:32px 24px;background:#ffffff">
${paragraphs.map((paragraph, index) => html`<p style="margin:0 0 16px;${index === 0 ? raw('font-size:20px;font-weight:600') : ''}">${paragraph}</p>`)}
${quote === undefined ? '' : html`<blockquote style="margin:0 0 24px;padding:0 0 0 16px;border-left:3px solid #0f6f7c;white-space:pre-wrap;word-break:break-word">${quote}</blockquote>`}
${rows.length > 0 ? html`<table role="presentation" width="100%" style="border-collapse:collapse;margin:8px 0 24px">${rows.map(([label, value], index) => html`<tr style="${hasSum && index === rows.length - 1 ? raw('font-weight:600') : ''}"><td style="${cell}">${label}</td><td style="${cell};text-align:right;${hasSum ? raw('white-space:nowrap') : raw('word-break:break-word')}">${value}</td></tr>`)}</table>` : ''}
${copy ? html`<p style="margin:0 0 8px">${copy.label}</p><pre style="margin:0 0 24px;padding:12px;background:#f4f6f6;font:14px/1.5 monospace;white-space:pre-wrap;word-break:break-all">${copy.text}</pre>` : ''}
${link ? html`<p style="margin:0 0 24px"><a href="${link.url}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#0f6f7c;color:#ffffff;text-decoration:none;font-weight:600">${link.label}</a></p>` : ''}
<p style="margin:24px 0 0;color:#5a6b6f;font-size:14px">${footer}</p>
</div>
</body>
</html>`
}
