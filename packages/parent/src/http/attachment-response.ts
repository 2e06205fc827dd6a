import type { AttachmentRow } from '../store/attachments.ts'

/**
 * A file as something to save, never to show: whatever is in it runs nowhere. The name travels as RFC 5987 has it, with a plain one beside it for what
 * cannot read that.
 */
export function attachmentResponse(
  { name, contentType }: Pick<AttachmentRow, 'name' | 'contentType'>,
  bytes: Uint8Array<ArrayBuffer>,
): Response {
  const plain = name.replace(/[^\w .-]/g, '_')
  return new Response(bytes, {
    headers: {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encode(name)}`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    },
  })
}

// RFC 5987 allows fewer characters than `encodeURIComponent` leaves.
const encode = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
