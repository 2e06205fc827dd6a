import type { Standing } from './standing.ts'

/** Goes on for a customer who pressed the link: in the element's own way, or else the focus is put on what is left to choose, or the sheet is opened. */
export function goOn(standing: Standing): void {
  if (standing.proceed) {
    standing.proceed()
    return
  }
  const { shadowRoot } = standing
  const left = [...(shadowRoot?.querySelectorAll('select') ?? [])].find(({ value }) => value === '')
  const button = shadowRoot?.querySelector<HTMLElement>('.primary')
  const next = left ?? button ?? shadowRoot?.querySelector<HTMLElement>('.button')
  next?.focus()
  if (next === button) button?.click()
}
