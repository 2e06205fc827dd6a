const SATURDAY = 6
const SUNDAY = 0

/** The day so many working days later; holidays are not known here, so it is an estimate. */
export function workingDaysAfter(start: Date, count: number): Date {
  const day = new Date(start)
  for (let left = count; left > 0; ) {
    day.setDate(day.getDate() + 1)
    if (day.getDay() !== SATURDAY && day.getDay() !== SUNDAY) left--
  }
  return day
}
