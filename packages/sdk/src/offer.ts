import { OFFERS_PATH, OFFERS_PER_REQUEST, type Offer, type OffersAnswer, type OffersQuery } from '@tributary/protocol/offer'
import { ok, type Result } from '@tributary/protocol/result'
import type { Client, Failure, PageEndpoint } from './client.ts'

const GET_OFFERS: PageEndpoint<OffersAnswer> = { path: OFFERS_PATH, hallmark: 'offers' }

/** Which offers: by ids or handles, or the filters of a catalogue page. */
export type OffersWanted = readonly string[] | Omit<OffersQuery, 'site' | 'ids'>

/** Reads offers. Ids wanted in one go are asked for in one request; what was read once is not asked for again. */
export interface Offers {
  /** `isFresh` asks the parent again, for prices and stock of this moment. */
  read(wanted: OffersWanted, isFresh?: boolean): Reading
  /** Whatever answer came last, for the facts about program and site in it. */
  facts(): Reading
}

type Reading = Promise<Result<OffersAnswer, Failure>>

/** The offers that this site shows. */
export function createOffers(client: Client, site: string): Offers {
  const readings = new Map<string, Reading>()
  const waiting = new Set<string>()
  let asking: Promise<void> | undefined
  let latest: Awaited<Reading> | undefined

  const ask = async (query: Readonly<Record<string, string | undefined>>): Reading => {
    const answer = await client.call(GET_OFFERS, { query: { site, ...query } })
    if (answer.ok) {
      latest = answer
      // Whichever name an offer is asked for by next, it is known.
      for (const { id, handle } of answer.value.offers) readings.set(id, facts()).set(handle, facts())
    }
    return answer
  }

  // Sorted, so that two pages with the same cards ask for the same address and share one cached answer.
  const askForWaiting = (): void => {
    const ids = [...waiting].sort()
    waiting.clear()
    while (ids.length > 0) {
      const part = ids.splice(0, OFFERS_PER_REQUEST)
      const reading = ask({ ids: part.join(',') })
      for (const id of part) readings.set(id, reading)
      void reading.then((answer) => {
        // A failure is forgotten: the next card may have better luck.
        if (!answer.ok) for (const id of part) readings.delete(id)
      })
    }
  }

  const readById = async (id: string): Reading => {
    if (!readings.has(id)) {
      if (waiting.size === 0) asking = Promise.resolve().then(askForWaiting)
      waiting.add(id)
      await asking
    }
    return readings.get(id) as Reading
  }

  const facts = async (): Reading => latest ?? ask({ limit: '1' })

  return {
    facts,
    async read(wanted, isFresh = false) {
      if (!isIds(wanted)) return ask({ ...wanted, limit: wanted.limit?.toString() } as Record<string, string | undefined>)
      if (isFresh) for (const id of wanted) readings.delete(id)
      const answers = await Promise.all(wanted.map((id) => (isReference(id) ? readById(id) : undefined)))
      const around = answers.find((answer) => answer?.ok === false) ?? (await facts())
      if (!around.ok) return around
      // Each in its own answer: a page with a thousand cards would else look through all offers for each of them.
      const found = wanted.map((id, index) => {
        const answer = answers[index]
        return answer?.ok ? offerOf(answer.value.offers, id) : undefined
      })
      const { program, site: key } = around.value
      return ok({ program, site: key, offers: found.flatMap((offer) => offer ?? []), unknown: wanted.filter((_, index) => !found[index]) })
    },
  }
}

/** The offer with this id or handle. */
export const offerOf = (offers: readonly Offer[], reference: string): Offer | undefined =>
  offers.find(({ id, handle }) => id === reference || handle === reference)

// One malformed reference must not spoil the request that all others share.
const isReference = (id: string): boolean => /^[^,]{1,200}$/.test(id)

const isIds = (wanted: OffersWanted): wanted is readonly string[] => Array.isArray(wanted)
