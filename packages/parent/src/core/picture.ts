import type { OfferImage } from '@tributary/protocol/offer'

const ANY_ORIGIN = 'https://parent.example'

/** Whether a picture's address may be shown: absolute over HTTP, or a path that stays below `media/`, where the parent serves its own pictures. */
export function isSafeSource(source: string): boolean {
  if (URL.canParse(source)) return /^https?:\/\//i.test(source)
  if (!/^media\/[\w./%-]+$/.test(source) || /%(2f|5c|00)/i.test(source)) return false
  // What is left after the dots are resolved counts, encoded ones too: `media/%2e%2e/x` leaves the folder.
  return new URL(source, `${ANY_ORIGIN}/`).href.startsWith(`${ANY_ORIGIN}/media/`)
}

/** Pictures as they are kept: a width without a height reserves no space, so it says nothing. */
export const sizedImages = (
  images: readonly {
    readonly src: string
    readonly alt: string
    readonly width?: number | undefined
    readonly height?: number | undefined
  }[],
): OfferImage[] => images.map(({ src, alt, width, height }) => ({ src, alt, ...(width && height && { width, height }) }))
