import type { PageScript } from '../core/page-parts.ts'
import { type ReadRelease, releaseIn } from '../core/script-release.ts'
import { visitScript } from './page-visit.ts'

// Whoever pastes more of them is told that one is enough.
const MOST_COPIES = 3

/** Reads the scripts of ours that a page has from elsewhere than the parent: a copy of the site's own, a plugin's. What cannot be read is left out. */
export async function visitCopies(
  page: URL,
  scripts: readonly PageScript[],
  parent: string,
  mayVisit?: (url: URL) => boolean,
): Promise<readonly ReadRelease[]> {
  const addresses = scripts.flatMap(({ src }) => (src !== undefined && URL.canParse(src, page.href) ? [new URL(src, page)] : []))
  const elsewhere = [...new Map(addresses.filter(({ origin }) => origin !== parent).map((address) => [address.href, address])).values()]
  const read = await Promise.all(
    elsewhere.slice(0, MOST_COPIES).map(async (address) => [address.href, await visitScript(address, mayVisit)] as const),
  )
  return read.flatMap(([src, text = '']) => {
    const release = releaseIn(text)
    return release === undefined ? [] : [{ src, release }]
  })
}
