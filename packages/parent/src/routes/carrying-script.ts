import { offersQuery } from '@tributary/protocol/offer.schema'
import { compressible, encodedFor } from '../http/compressed.ts'
import { type KeptAnswer, keptResponse, keptText } from '../http/kept-answer.ts'
import { FILE_HEADERS, type WidgetFiles } from '../http/widget-files.ts'
import { createMemo } from './memo.ts'
import { offersAnswer } from './offers.ts'
import type { Call, Parent } from './route.ts'

// A price or a stock may be so old where it comes in the script; the order decides by what is true then.
const CACHE_CONTROL = 'public, max-age=60, stale-while-revalidate=300'
const KEPT_MS = 1_000
// What is carried of offers, compressed: more would hold the first card up instead of hastening it (design, D11).
const MOST_BYTES = 4 * 1_024

const HEADERS = { ...FILE_HEADERS, 'Content-Type': 'text/javascript; charset=utf-8' }

/**
 * `GET /v1/tributary.js?site=…&ids=…`: the script tag's file with the code of a card, these offers and, with `&language=de`, its texts: the first card
 * needs no further trip. `undefined` where that cannot be made, whatever the reason: the plain file finds out what is wrong, and says so in the page.
 */
export function getCarryingScript(parent: Parent, widget: Pick<WidgetFiles, 'text'>): (call: Call) => Promise<Response | undefined> {
  const memo = createMemo<KeptAnswer | undefined>(KEPT_MS)
  return async (call) => {
    if (!call.url.searchParams.has('ids')) return undefined
    try {
      const script = await memo.get(call.url.search, () => compose(parent, widget, call))
      return script && keptResponse(call.request, script, CACHE_CONTROL, HEADERS)
    } catch (error) {
      // A page without its script would forget who sent the visitor; without its offers it only asks for them.
      parent.log.warn({ err: error }, 'no offers for a script')
      return undefined
    }
  }
}

async function compose(parent: Parent, widget: Pick<WidgetFiles, 'text'>, call: Call): Promise<KeptAnswer | undefined> {
  const { language = '', ...query } = Object.fromEntries(call.url.searchParams)
  const wanted = offersQuery.pick({ site: true, ids: true }).safeParse(query)
  const code = widget.text('carried/tributary.js')
  if (!wanted.success || !code) return undefined
  // A script tag names no origin: whether the page may show the offers, the script judges by what it carries.
  const access = await parent.findSite(call, wanted.data.site)
  if (!access.ok) return undefined
  const offers = JSON.stringify(await offersAnswer(parent, access.value, wanted.data))
  if (MOST_BYTES < (await encodedFor(compressible(offers), 'br')).bytes.length) return undefined
  const origins = JSON.stringify([parent.origin, ...access.value.site.origins])
  const texts = /^[a-z]{2}$/.test(language) ? widget.text(`carried/${language}.js`) : undefined
  // In a block of its own: the page gets no name more.
  const body = `{const TRIBUTARY_CARRIED={offers:${offers},origins:${origins},texts:${texts}};${code}}`
  return keptText(body)
}
