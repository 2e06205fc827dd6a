/** Who is attributed what a placement sells: its attribute, or the `via` of its link. */
export const viaOf = (link: HTMLAnchorElement): string | null => link.dataset['tributaryVia'] || new URLSearchParams(link.search).get('via')

/** A hosted page's address with its attribution. The parent's addresses of offers have no query of their own. */
export const withVia = (page: string, via: string): string => `${page}?via=${encodeURIComponent(via)}`
