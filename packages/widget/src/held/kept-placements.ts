import type { ShownPlacement } from '@tributary/protocol/held-placement'

/** What a page keeps of a placement: enough to show it again. */
export type KeptPlacement = Pick<ShownPlacement, 'id' | 'kind' | 'attributes' | 'label'>

// A page has a few; whoever visits many pages of a site leaves the eldest behind.
const MOST = 50

const keyOf = (site: string): string => `tributary.placements.${site}`

/** The last good version of a placement on this device. Storage that throws holds nothing. */
export const keptPlacement = (site: string, id: string): KeptPlacement | undefined => readKept(site).find((one) => one.id === id)

/** Keeps the last good versions, the 50 that were answered last. */
export const keepPlacements = (site: string, placements: readonly KeptPlacement[]): void =>
  write(site, [...readKept(site).filter(({ id }) => !placements.some((one) => one.id === id)), ...placements])

/** Forgets a placement that is not there any more. */
export const forgetPlacement = (site: string, gone: string): void => {
  const kept = readKept(site)
  if (kept.some(({ id }) => id === gone))
    write(
      site,
      kept.filter(({ id }) => id !== gone),
    )
}

/** What of a text, as storage holds it, can be shown; everything else is not there. */
export function placementsIn(text: string | null): KeptPlacement[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(isPlacement) : []
  } catch {
    return []
  }
}

const readKept = (site: string): KeptPlacement[] => {
  try {
    return placementsIn(localStorage.getItem(keyOf(site)))
  } catch {
    return []
  }
}

function write(site: string, placements: readonly KeptPlacement[]): void {
  try {
    localStorage.setItem(keyOf(site), JSON.stringify(placements.slice(-MOST)))
  } catch {
    // Blocked or full: the parent is asked at each visit.
  }
}

function isPlacement(value: unknown): value is KeptPlacement {
  const { id, kind, label, attributes } = (value ?? {}) as Partial<Record<keyof KeptPlacement, unknown>>
  return (
    [id, kind, label].every((one) => typeof one === 'string') &&
    typeof attributes === 'object' &&
    attributes !== null &&
    Object.values(attributes).every((one) => typeof one === 'string')
  )
}
