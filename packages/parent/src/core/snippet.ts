/** The line that puts the widget on a page, to paste. Origin and site key hold nothing that HTML would read. */
export const scriptTag = (origin: string, siteKey: string): string =>
  `<script async src="${origin}/v1/tributary.js" data-tributary-site="${siteKey}"></script>`

/** The link that an affiliate shares: whoever follows it is counted as sent. */
export const shareLink = (origin: string, code: string): string => `${origin}/?via=${code}`

/** The link that lets a visitor apply in place, to paste. */
export const joinPlacement = (origin: string, via: string): string =>
  `<a href="${joinLink(origin, via)}" data-tributary-join>Become an affiliate</a>`

/** The link by which an affiliate recruits others. */
export const joinLink = (origin: string, code: string): string => `${origin}/join?via=${code}`
