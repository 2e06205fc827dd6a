import type { ProgramPolicy } from '@tributary/protocol/program'

/** The day of an instant in the program's time zone, for a person; empty for none. A calendar day without a time is that day everywhere. */
export function day({ locale, timeZone }: Pick<ProgramPolicy, 'locale' | 'timeZone'>, instant: string): string {
  const zone = instant.length === 10 ? 'UTC' : timeZone
  return instant === '' ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone }).format(new Date(instant))
}
