/** A calendar month of a time zone, as `2026-11`. */
export type Month = string

/** The month that an instant falls into, in a time zone of the IANA database. */
export const monthOf = (instant: Date, timeZone: string): Month => dayOf(instant, timeZone).slice(0, 7)

/** The calendar day that an instant falls into, as `2026-11-01`. */
export function dayOf(instant: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(instant)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** The first instant of the month that an instant falls into, in a time zone. */
export const monthStart = (instant: Date, timeZone: string): Date => startOfMonth(monthOf(instant, timeZone), timeZone)

/** The first instant of a month in a time zone. */
export const startOfMonth = (month: Month, timeZone: string): Date => startOfDay(`${month}-01`, timeZone)

/** The first instant of a day (`2026-11-01`) in a time zone: its midnight, or the first instant after it where there is no such midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  // From a day before its midnight in UTC on: zones are at most 14 hours ahead. The first instant of that day or a later one, by bisection.
  const midnight = Date.parse(`${day}T00:00:00Z`)
  let before = midnight - 26 * 60 * 60 * 1_000
  let inside = midnight + 26 * 60 * 60 * 1_000
  while (1 < inside - before) {
    const middle = Math.floor((before + inside) / 2)
    if (day <= dayOf(new Date(middle), timeZone)) inside = middle
    else before = middle
  }
  return new Date(inside)
}

/** The first instant after a day (`2026-11-01`) in a time zone. */
export const dayEnd = (day: string, timeZone: string): Date =>
  startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1_000).toISOString().slice(0, 10), timeZone)

/** The month after another: `nextMonth('2026-12')` is `2027-01`. */
export function nextMonth(month: Month): Month {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`
}

/** So many months up to this one, oldest first. */
export function lastMonths(month: Month, count: number): Month[] {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return Array.from({ length: count }, (_, index) => {
    const since = year * 12 + number - count + index
    return `${String(Math.floor(since / 12)).padStart(4, '0')}-${String((since % 12) + 1).padStart(2, '0')}`
  })
}

// Making one takes a hundred times as long as using it.
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, made)
  return made
}
