import { type Colour, contrast, isVivid, over, readable, textOn, written } from './contrast.ts'

// Where a page shows its accent: first what is pressed, then links.
const BUTTONS = 'button, [role="button"], input[type="submit"], [class*="button" i], [class*="btn" i]'
const ENOUGH = 40
const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }

/**
 * The custom properties that make an element look like the page around it: its surface, text, accent and corners, each corrected until text in it can be
 * read. What the page says itself by custom properties stays.
 */
export function hostLooks(element: HTMLElement): Readonly<Record<string, string>> {
  const around = (element.getRootNode() as ShadowRoot).host ?? element.parentElement ?? document.body
  const surface = surfaceBehind(around)
  const text = readable(colourOf(getComputedStyle(around).color) ?? textOn(surface), surface)
  const { colour: found, radius } = accentOf(around, surface)
  const accent = found && readable(found, surface)
  const looks: Record<string, string | undefined> = {
    '--tributary-surface': written(surface),
    '--tributary-text': written(text),
    '--tributary-text-muted': written(readable(over({ ...text, alpha: 0.72 }, surface), surface)),
    '--tributary-accent': accent && written(accent),
    '--tributary-accent-text': accent && written(textOn(accent)),
    '--tributary-danger': written(readable({ red: 179, green: 38, blue: 30, alpha: 1 }, surface)),
    '--tributary-radius': radius,
  }
  const own = getComputedStyle(around)
  return Object.fromEntries(
    Object.entries(looks).filter((pair): pair is [string, string] => pair[1] !== undefined && !own.getPropertyValue(pair[0])),
  )
}

/** What is seen behind an element, through whatever is transparent. */
function surfaceBehind(element: Element): Colour {
  const colour = colourOf(getComputedStyle(element).backgroundColor)
  if (colour?.alpha === 1) return colour
  const behind = element.parentElement ? surfaceBehind(element.parentElement) : canvas(element)
  return colour ? over(colour, behind) : behind
}

const canvas = (element: Element): Colour =>
  getComputedStyle(element).colorScheme.startsWith('dark') ? { red: 18, green: 18, blue: 18, alpha: 1 } : WHITE

/** The colour of the page's buttons, or of its links where no button has one. */
function accentOf(around: Element, surface: Colour): { readonly colour?: Colour | undefined; readonly radius?: string } {
  for (const button of [...document.querySelectorAll<HTMLElement>(BUTTONS)].slice(0, ENOUGH)) {
    const { backgroundColor, borderRadius } = getComputedStyle(button)
    const colour = colourOf(backgroundColor)
    if (colour && 0.5 < colour.alpha && button.offsetParent && (isVivid(colour) || 7 < contrast(colour, surface))) {
      return { colour: over(colour, surface), ...(/^[\d.]+px$/.test(borderRadius) && { radius: `min(${borderRadius}, 20px)` }) }
    }
  }
  const link = around.closest('main, article, body')?.querySelector('a[href]')
  return { colour: link ? colourOf(getComputedStyle(link).color) : undefined }
}

let pixel: CanvasRenderingContext2D | null | undefined

/** Any colour that a style sheet can write, as a screen shows it; nothing where it is not seen at all. */
function colourOf(text: string): Colour | undefined {
  pixel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!pixel) return undefined
  pixel.clearRect(0, 0, 1, 1)
  pixel.fillStyle = text
  pixel.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data
  return alpha === 0 ? undefined : { red, green, blue, alpha: alpha / 255 }
}
