/** A calendar month of a time zone, as `2026-11`. */
export type Month = string

/** The month that an instant falls into, in a time zone of the IANA database. */
export function monthOf(instant: Date, timeZone: string): Month {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(instant)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}`
}

/** The first instant of the month that an instant falls into, in a time zone. */
export const monthStart = (instant: Date, timeZone: string): Date => startOfMonth(monthOf(instant, timeZone), timeZone)

/** The first instant of a month: midnight of its first day in the time zone, or the first instant after it where there is no such midnight. */
export function startOfMonth(month: Month, timeZone: string): Date {
  // From a day before its midnight in UTC on: zones are at most 14 hours ahead. The first instant that falls into the month, by bisection.
  const midnight = Date.parse(`${month}-01T00:00:00Z`)
  let before = midnight - 26 * 60 * 60 * 1_000
  let inside = midnight + 26 * 60 * 60 * 1_000
  while (1 < inside - before) {
    const middle = Math.floor((before + inside) / 2)
    if (monthOf(new Date(middle), timeZone) === month) inside = middle
    else before = middle
  }
  return new Date(inside)
}

/** The month after another: `nextMonth('2026-12')` is `2027-01`. */
export function nextMonth(month: Month): Month {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`
}
