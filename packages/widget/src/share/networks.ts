/** What is shared: an address that names who earns, and what to call it. */
export interface Shared {
  readonly url: string
  readonly title: string
}

/** A place where a link can be shared: its own name, and the address that begins it. Links only: no script of theirs comes to the page. */
interface Network {
  readonly label: string
  href(shared: Shared, instance: string): string
}

const query = (address: string, pairs: Readonly<Record<string, string>>): string => `${address}?${new URLSearchParams(pairs)}`

/** What a network writes for somebody: the title, and the address after it. */
const textOf = ({ title, url }: Shared): string => `${title} ${url}`

const NETWORKS = {
  whatsapp: { label: 'WhatsApp', href: (shared) => query('https://wa.me/', { text: textOf(shared) }) },
  telegram: { label: 'Telegram', href: ({ url, title }) => query('https://t.me/share/url', { url, text: title }) },
  facebook: { label: 'Facebook', href: ({ url }) => query('https://www.facebook.com/sharer/sharer.php', { u: url }) },
  linkedin: { label: 'LinkedIn', href: ({ url }) => query('https://www.linkedin.com/sharing/share-offsite/', { url }) },
  bluesky: { label: 'Bluesky', href: (shared) => query('https://bsky.app/intent/compose', { text: textOf(shared) }) },
  x: { label: 'X', href: ({ url, title }) => query('https://x.com/intent/post', { url, text: title }) },
  reddit: { label: 'Reddit', href: ({ url, title }) => query('https://www.reddit.com/submit', { url, title }) },
  // Everybody there is at home on a server of their own; the page names one.
  mastodon: { label: 'Mastodon', href: (shared, instance) => query(`https://${instance}/share`, { text: textOf(shared) }) },
  // A mail program takes a plus for a plus.
  email: {
    label: '',
    href: ({ url, title }) => query('mailto:', { subject: title, body: url }).replaceAll('+', '%20'),
  },
} as const satisfies Readonly<Record<string, Network>>

const USUAL = 'whatsapp telegram facebook bluesky email'

/** A link to a network. */
export interface NetworkLink {
  readonly name: string
  /** Empty for mail, which is called differently in each language. */
  readonly label: string
  readonly href: string
}

/** Where this can be shared, in the order that the page asks for; what is not known is left out. */
export const networkLinks = (shared: Shared, names: string | null, instance: string | null): readonly NetworkLink[] =>
  (names ?? USUAL)
    .split(/[\s,]+/)
    .filter((name): name is keyof typeof NETWORKS => name in NETWORKS)
    .map((name) => ({ name, label: NETWORKS[name].label, href: NETWORKS[name].href(shared, instance ?? 'mastodon.social') }))

/**
 * A page's address that attributes what it brings, in place of whoever sent this visit. As `shareLink` of the SDK does, which would bring what reads
 * visits into the file of every card.
 */
export function sharedUrl(page: string, via: string, campaign?: string | null): string {
  const url = new URL(page)
  for (const label of ['via', 'via_campaign', 'via_sub']) url.searchParams.delete(label)
  url.searchParams.set('via', via)
  if (campaign) url.searchParams.set('via_campaign', campaign)
  return url.href
}
