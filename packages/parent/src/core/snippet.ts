import { writeAttributes } from './html-text.ts'

/** The line that puts the widget on a page, to paste; `options` by the names of `SCRIPT_OPTIONS`. Origin and site key hold nothing that HTML would read. */
export function scriptTag(origin: string, siteKey: string, options: Readonly<Record<string, string>> = {}): string {
  const said = Object.fromEntries(Object.entries(options).map(([name, value]) => [`data-tributary-${name}`, value]))
  return `<script async src="${origin}/v1/tributary.js" data-tributary-site="${siteKey}"${writeAttributes(said)}></script>`
}

/**
 * The same line for a page on which these offers are in view at once: the script brings them along, and the code that shows them, and the texts of the
 * language that the options name.
 */
export function carryingTag(
  origin: string,
  siteKey: string,
  ids: readonly string[],
  options: Readonly<Record<string, string>> = {},
): string {
  const { language } = options
  const query = `site=${siteKey}&ids=${ids.map(encodeURIComponent)}${language ? `&language=${encodeURIComponent(language)}` : ''}`
  const said = Object.fromEntries(Object.entries(options).map(([name, value]) => [`data-tributary-${name}`, value]))
  return `<script async${writeAttributes({ src: `${origin}/v1/tributary.js?${query}`, ...said })}></script>`
}

/** The link that an affiliate shares: whoever follows it is counted as sent. */
export const shareLink = (origin: string, code: string): string => `${origin}/?via=${code}`

/** The link that lets a visitor apply in place, to paste. */
export const joinPlacement = (origin: string, via: string): string =>
  `<a href="${joinLink(origin, via)}" data-tributary-join>Become an affiliate</a>`

/** The link by which an affiliate recruits others. */
export const joinLink = (origin: string, code: string): string => `${origin}/join?via=${code}`
