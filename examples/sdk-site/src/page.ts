import { formatMoney, type ProgramFacts } from '@tributary/sdk'

/** The element of the page with this id. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id)
  if (!element) throw new Error(`expected an element with the id ${id}, received none`)
  return element as Kind
}

/** An element with text in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, text = ''): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

/** Writes an amount of the shop's currency. */
export const money = ({ currency: { code, digits } }: ProgramFacts, amountMinor: number): string =>
  formatMoney({ amountMinor, currency: code }, digits, document.documentElement.lang)
