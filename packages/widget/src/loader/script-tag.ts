const OURS = 'script[data-tributary-site],script[src*="/tributary.js?"]'

/** What the pasted script tag says. */
export interface ScriptTag {
  /** The parent's address, without a slash at the end. */
  readonly parent: string
  readonly site: string
  /** Chunks are let in by the same nonce as the tag. */
  readonly nonce: string
  /** Until the page says it otherwise. */
  consent: string | undefined
  readonly touchPath: string | undefined
  /** Whether the page wants to know what happens at its placements. */
  readonly events: string | undefined
  /** The name of the array that is told what GA4 calls ecommerce; empty is `dataLayer`. */
  readonly dataLayer: string | undefined
  /** In what language the widget speaks, if not in the page's own. */
  readonly language: string | undefined
}

/**
 * What our own tag says. `document.currentScript` alone is not to be relied on: optimisers merge scripts into files of their own, and tag managers
 * insert them; so any tag that looks like ours counts, and its `data-tributary-parent` says where the parent is if its `src` does not. Script tags only:
 * data attributes of other elements survive in what visitors write (comments), and must not say where orders go.
 */
export function readScriptTag(): ScriptTag | undefined {
  const current = document.currentScript as HTMLScriptElement | null
  const tag = current?.matches(OURS) ? current : document.querySelector<HTMLScriptElement>(OURS)
  if (!tag) return undefined
  const { src, nonce, dataset } = tag
  const parent = dataset['tributaryParent'] ?? /^(.*)\/v[\d.]+\/tributary\.js/.exec(src)?.[1]
  const site = dataset['tributarySite'] ?? new URLSearchParams(src.split('?')[1]).get('site')
  return parent && site
    ? {
        parent,
        site,
        nonce,
        consent: dataset['tributaryConsent'],
        touchPath: dataset['tributaryTouchPath'],
        events: dataset['tributaryEvents'],
        dataLayer: dataset['tributaryDataLayer'],
        language: dataset['tributaryLanguage'],
      }
    : undefined
}
