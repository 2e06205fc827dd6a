import { escapeHtml, writeAttributes } from './html-text.ts'
import { linkAttributes, type Placed } from './placed.ts'
import { spaceLine } from './reserved-space.ts'
import { carryingTag, scriptTag } from './snippet.ts'

/** The link that becomes the placement, to paste. */
export const linkSnippet = (placed: Placed): string => `<a${writeAttributes(linkAttributes(placed))}>${escapeHtml(placed.label)}</a>`

/** What a page needs once: the script, and space for the placement where it reserves some. */
export const onceSnippet = (placed: Placed): string =>
  [scriptTag(placed.origin, placed.site, placed.script), spaceLine(placed)].filter((line) => line !== undefined).join('\n')

/** Everything that a page needs. */
export const htmlSnippet = (placed: Placed): string => `${onceSnippet(placed)}\n${linkSnippet(placed)}`

/** The script line for a page that opens with this offer; `undefined` where nothing can be brought along. */
export const carryingSnippet = ({ kind, attributes: { offer }, origin, site, script }: Placed): string | undefined =>
  kind === 'offer' && offer ? carryingTag(origin, site, [offer], script) : undefined
