import type { Reason } from './shop.ts'

const told = new Set<string>()

/**
 * Says once on the console, by name, why a placement shows its link only, and marks the placement with the code. What is to be done about it
 * stands in the parent's own words. The customer sees nothing of this: the link works.
 */
export function complain(placement: Element, code: string, detail: string): void {
  placement.setAttribute('data-tributary-error', code)
  const about = `Tributary: ${code}. ${detail} The link works.`
  if (!told.has(about)) console.warn(about)
  told.add(about)
}

/** What a failure says to a developer: what is wrong, and the remedy. */
export const reasonOf = ({ title, detail, errors }: Reason): string => detail ?? errors?.[0]?.detail ?? title

/** What is said of an offer that the parent does not know. */
export const notSold = (reference: string): string => `“${reference}” is not sold: check the handle.`
