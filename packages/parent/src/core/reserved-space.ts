import type { KindName, Placed } from './placed.ts'

/** Space for a placement, by the name that its link and the line of CSS share. Measured; what comes may be smaller, and then stands in what was kept for it. */
export const SPACES: Readonly<Record<string, string>> = {
  card: 'display: block; max-width: 22rem; min-height: 40rem',
  row: 'display: block; max-width: 40rem; min-height: 14rem',
  'tall-row': 'display: block; max-width: 40rem; min-height: clamp(14rem, 44rem - 60vw, 24rem)',
  button: 'display: block; max-width: 22rem; min-height: 6rem',
  grid: 'display: block; min-height: 46rem',
  list: 'display: block; min-height: 46rem',
  share: 'display: inline-block; min-height: 3rem',
}

const SIZES: Partial<Readonly<Record<KindName, string>>> = { offer: 'card', collection: 'grid', share: 'share' }

/** Under which name a kind of placement reserves its space, if nothing else is said; some kinds stand where the link stands. */
export const usualSize = (kind: KindName, layout?: string): string | undefined => (kind === 'share' ? 'share' : (layout ?? SIZES[kind]))

/** The line of CSS that keeps space for a placement, so that the text around it does not jump; none where it reserves none. */
export function spaceLine({ kind, attributes }: Placed): string | undefined {
  const { size, layout } = attributes
  if (!size) return undefined
  return `<style>[data-tributary-size="${size}"] { ${SPACES[size] ?? SPACES[usualSize(kind, layout) ?? ''] ?? ''} }</style>`
}
