import { normalizeCode } from '@tributary/protocol/id'
import type { Parent } from '../routes/route.ts'
import { linkById } from '../store/links.ts'
import type { Program } from '../store/programs.ts'
import { failurePage } from './page.ts'

/** `GET /l/:id`: leads to the link's target, whose query gains `via=<id>`; who follows it is recorded where it leads. */
export async function followLink(parent: Parent, { programId, policy }: Program, typed: string): Promise<Response> {
  const link = typed.length <= 64 ? await linkById(parent.database, programId, normalizeCode(typed)) : undefined
  if (!link) {
    return failurePage(policy, 'This link leads nowhere', 'It was cut or mistyped. Ask whoever gave it to you for the whole of it.', 404)
  }
  // Kept by nobody, so that a mended target counts at once; not to be found in place of what it leads to.
  const headers = {
    Location: withVia(new URL(link.target, parent.origin), link.id),
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
  }
  return new Response(null, { status: 302, headers })
}

/** An address that names who sent the visitor: its query gains `via=…`, and the rest of it stays as it was written, byte for byte. */
export function withVia(target: URL, via: string): string {
  const kept = target.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^via(=|$)/.test(part))
  target.search = [...kept, `via=${encodeURIComponent(via)}`].join('&')
  return target.href
}
