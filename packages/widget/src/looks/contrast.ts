/** A colour in sRGB, each part from 0 to 255, and how much of it covers what is behind, from 0 to 1. */
export interface Colour {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

/** What small text needs (WCAG 2.2, 1.4.3). */
export const AA = 4.5

const BLACK: Colour = { red: 0, green: 0, blue: 0, alpha: 1 }
const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }
const STEPS = 20

/** How well two colours can be told apart, from 1 to 21 (WCAG 2.2, “contrast ratio”). Black on white is 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** The same colour as long as it can be read on this surface; else as much nearer to black or white as it takes. */
export function readable(colour: Colour, surface: Colour): Colour {
  const end = textOn(surface)
  for (let step = 0; step <= STEPS; step++) {
    const mixed = mix(colour, end, step / STEPS)
    if (AA <= contrast(mixed, surface)) return mixed
  }
  return end
}

/** Black or white, whichever can be read better on this surface; one of them always can. */
export const textOn = (surface: Colour): Colour => (contrast(BLACK, surface) < contrast(WHITE, surface) ? WHITE : BLACK)

/** A colour as it looks on what is behind it. */
export const over = (colour: Colour, behind: Colour): Colour => ({ ...mix(behind, colour, colour.alpha), alpha: 1 })

/** Whether it is a colour rather than a grey. */
export const isVivid = ({ red, green, blue }: Colour): boolean => 40 < Math.max(red, green, blue) - Math.min(red, green, blue)

/** As style sheets write it: `rgb(0 109 119)`. */
export const written = ({ red, green, blue }: Colour): string => `rgb(${red} ${green} ${blue})`

const mix = (one: Colour, other: Colour, part: number): Colour => {
  const of = (from: number, to: number): number => Math.round(from + (to - from) * part)
  return { red: of(one.red, other.red), green: of(one.green, other.green), blue: of(one.blue, other.blue), alpha: 1 }
}

// WCAG 2.2, “relative luminance”.
function luminance({ red, green, blue }: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
    const light = part / 255
    return light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
