import type { SiteKey } from '@tributary/protocol/id'
import { offersQuery } from '@tributary/protocol/offer.schema'
import { writtenAmounts } from '../core/written-amounts.ts'
import { compressible, encodedFor } from '../http/compressed.ts'
import { type KeptAnswer, keptResponse, keptText } from '../http/kept-answer.ts'
import { FILE_HEADERS, type WidgetFiles } from '../http/widget-files.ts'
import { createMemo } from './memo.ts'
import { offersAnswer } from './offers.ts'
import type { Call, Parent } from './route.ts'

// A price or a stock may be so old where it comes in the script; the order decides by what is true then.
const CACHE_CONTROL = 'public, max-age=60, stale-while-revalidate=300'
// Not for longer where it could not be carried: that may be over in a moment.
const PLAIN_CACHE_CONTROL = 'public, max-age=60'
const KEPT_MS = 1_000
// Each is as large as the card's code: who makes many addresses up must not fill the memory.
const MOST_KEYS = 100
// What is carried of offers, compressed: more would hold the first card up instead of hastening it (design, D11).
const MOST_BYTES = 4 * 1_024

const HEADERS = { ...FILE_HEADERS, 'Content-Type': 'text/javascript; charset=utf-8' }

/**
 * `GET /v1/tributary.js`, the script tag's file. With `?site=…&ids=…` it comes with the code of a card, these offers and, with `&language=de`, its texts:
 * the first card needs no further trip. Where that cannot be made, whatever the reason, it is the plain file, which finds out what is wrong, and says so in
 * the page. `undefined` where there is no such file.
 */
export function getCarryingScript(
  parent: Parent,
  widget: Pick<WidgetFiles, 'text' | 'mutable'>,
): (call: Call) => Promise<Response | undefined> {
  const memo = createMemo<KeptAnswer | undefined>(KEPT_MS, MOST_KEYS)
  return async ({ url, request }) => {
    if (!url.searchParams.has('ids')) return widget.mutable('tributary.js', request)
    const script = await carried(url)
    return script ? keptResponse(request, script, CACHE_CONTROL, HEADERS) : widget.mutable('tributary.js', request, PLAIN_CACHE_CONTROL)
  }

  async function carried(url: URL): Promise<KeptAnswer | undefined> {
    const wanted = wantedBy(url)
    if (!wanted) return undefined
    try {
      return await memo.get(JSON.stringify(wanted), () => compose(parent, widget, wanted))
    } catch (error) {
      // A page without its script would forget who sent the visitor; without its offers it only asks for them.
      parent.log.warn({ err: error }, 'no offers for a script')
      return undefined
    }
  }
}

interface Wanted {
  readonly site: SiteKey
  /** Each once, and in one order, so that the same script is made once. */
  readonly ids: readonly string[]
  readonly language: string
}

function wantedBy({ searchParams }: URL): Wanted | undefined {
  const { language = '', ...query } = Object.fromEntries(searchParams)
  const read = offersQuery.pick({ site: true, ids: true }).safeParse(query)
  if (!read.success) return undefined
  return { site: read.data.site, ids: [...new Set(read.data.ids)].sort(), language: /^[a-z]{2}$/.test(language) ? language : '' }
}

async function compose(
  parent: Parent,
  widget: Pick<WidgetFiles, 'text'>,
  { language, ...wanted }: Wanted,
): Promise<KeptAnswer | undefined> {
  const code = widget.text('carried/tributary.js')
  if (!code) return undefined
  // Whether the page may show the offers, the script judges by what it carries: a script tag names no origin, and what one asker names decides nothing for
  // the others that are answered the same.
  const url = new URL(parent.origin)
  const access = await parent.findSite({ url, request: new Request(url), parameters: {} }, wanted.site)
  if (!access.ok) return undefined
  const answer = await offersAnswer(parent, access.value, wanted)
  const offers = JSON.stringify(answer)
  if (MOST_BYTES < (await encodedFor(compressible(offers), 'br')).bytes.length) return undefined
  const amounts = JSON.stringify(writtenAmounts(answer.program.currency, answer.offers, language || 'en'))
  const origins = JSON.stringify([parent.origin, ...access.value.site.origins])
  const texts = language ? widget.text(`carried/${language}.js`) : undefined
  // In a block of its own: the page gets no name more.
  const body = `{const TRIBUTARY_CARRIED={offers:${offers},origins:${origins},amounts:${amounts},texts:${texts}};${code}}`
  return keptText(body)
}
