import { writeAttributes } from './html-text.ts'

/** The line that puts the widget on a page, to paste; `options` by the names of `SCRIPT_OPTIONS`. Origin and site key hold nothing that HTML would read. */
export function scriptTag(origin: string, siteKey: string, options: Readonly<Record<string, string>> = {}): string {
  const said = Object.fromEntries(Object.entries(options).map(([name, value]) => [`data-tributary-${name}`, value]))
  return `<script async src="${origin}/v1/tributary.js" data-tributary-site="${siteKey}"${writeAttributes(said)}></script>`
}

/** The link that an affiliate shares: whoever follows it is counted as sent. */
export const shareLink = (origin: string, code: string): string => `${origin}/?via=${code}`

/** The link that lets a visitor apply in place, to paste. */
export const joinPlacement = (origin: string, via: string): string =>
  `<a href="${joinLink(origin, via)}" data-tributary-join>Become an affiliate</a>`

/** The link by which an affiliate recruits others. */
export const joinLink = (origin: string, code: string): string => `${origin}/join?via=${code}`
