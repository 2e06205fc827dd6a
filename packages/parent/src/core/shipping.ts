import type { ShippingMethod, ShippingRate } from '@tributary/protocol/program'
import type { ShippingChoice } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'

/** What shipping is priced by. */
export interface Parcel {
  readonly weightGrams: number
  readonly subtotalMinor: number
}

/** Why nothing can be shipped. */
export interface ShippingFailure {
  readonly code: 'country_unserved' | 'shipping_unknown'
  readonly detail: string
}

const DAY_MS = 24 * 60 * 60 * 1_000

/** Every way of shipping this parcel to this country, cheapest first. */
export function shippingChoices(
  methods: readonly ShippingMethod[],
  country: string,
  parcel: Parcel,
): Result<ShippingChoice[], ShippingFailure> {
  const zones = methods.flatMap((method) => {
    const zone = method.zones.find(({ countries }) => countries.includes(country))
    return zone ? [{ method, zone }] : []
  })
  if (zones.length === 0) return fail({ code: 'country_unserved', detail: `This shop does not ship to ${country}.` })

  const choices = zones.flatMap(({ method, zone }) => {
    const amounts = zone.rates.filter((rate) => isWithin(rate, parcel)).map(({ amountMinor }) => amountMinor)
    return amounts.length > 0 ? [{ id: method.id, title: method.title, amountMinor: Math.min(...amounts), days: zone.days }] : []
  })
  if (choices.length > 0) return ok(choices.sort((a, b) => a.amountMinor - b.amountMinor))
  const kilograms = (parcel.weightGrams / 1_000).toFixed(1)
  return fail({
    code: 'shipping_unknown',
    detail: `${kilograms} kg is too heavy for every way of shipping to ${country}. Please order in parts.`,
  })
}

/** How long the cheapest way takes to a country, or to the first of the policy where the country is not known or not served. */
export function usualDelivery(methods: readonly ShippingMethod[], country?: string): ShippingChoice['days'] | undefined {
  const [first = ''] = servedCountries(methods)
  const waysTo = (place: string) =>
    methods
      .flatMap(({ zones }) => zones.filter(({ countries }) => countries.includes(place)).slice(0, 1))
      .map(({ rates, days }) => ({ amountMinor: Math.min(...rates.map((rate) => rate.amountMinor)), days }))
      .sort((a, b) => a.amountMinor - b.amountMinor)
  const [cheapest] = [...waysTo(country ?? first), ...waysTo(first)]
  return cheapest?.days
}

/** Every country that some method ships to, in the order of the policy. */
export const servedCountries = (methods: readonly ShippingMethod[]): string[] => [
  ...new Set(methods.flatMap(({ zones }) => zones.flatMap(({ countries }) => countries))),
]

/** The calendar days between which a parcel should arrive: working days (Monday to Friday) after the given instant, UTC. */
export const arrival = (from: Date, days: ShippingChoice['days']): { from: string; to: string } => ({
  from: addWorkingDays(from, days.min),
  to: addWorkingDays(from, days.max),
})

const isWithin = (rate: ShippingRate, parcel: Parcel): boolean =>
  parcel.weightGrams <= (rate.maxWeightGrams ?? Number.POSITIVE_INFINITY) && (rate.minSubtotalMinor ?? 0) <= parcel.subtotalMinor

function addWorkingDays(from: Date, days: number): string {
  let day = from.getTime()
  let left = days
  while (0 < left || isWeekend(day)) {
    day += DAY_MS
    if (!isWeekend(day)) left--
  }
  return new Date(day).toISOString().slice(0, 10)
}

const isWeekend = (time: number): boolean => [0, 6].includes(new Date(time).getUTCDay())
