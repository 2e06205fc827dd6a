// Fewer bytes than a list of strings; here each counts.
const KINDS = 'offer collection cart status share join placement'.split(' ')
const SELECTOR = `${KINDS.map((kind) => `a[data-tributary-${kind}],tributary-${kind}`)}`

// Cards are fetched while their place is still one screen away.
const NEAR = '100% 0%'

interface PlacementEvents {
  near(placement: Element): void
  /** The page added or removed something. */
  changed(): void
}

/** Finds every placement of the page, now and later, and says when one comes near the view. Answers those that are on the page. */
export function observePlacements({ near, changed }: PlacementEvents): ReadonlySet<Element> {
  const placements = new Set<Element>()
  const approach = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        approach.unobserve(target)
        near(target)
      }
    },
    { rootMargin: NEAR },
  )

  const add = (placement: Element): void => {
    // A card that stands for a link is ours: its link was counted.
    if (placements.has(placement) || ('link' in placement && placement.link)) return
    placements.add(placement)
    approach.observe(placement)
  }

  const scan = (root: Element): void => {
    if (root.matches(SELECTOR)) add(root)
    root.querySelectorAll(SELECTOR).forEach(add)
  }

  scan(document.documentElement)
  new MutationObserver((records) => {
    for (const placement of placements) if (!placement.isConnected) placements.delete(placement)
    for (const { addedNodes, target, type } of records) {
      for (const node of type === 'attributes' ? [target] : addedNodes) if (node instanceof Element) scan(node)
    }
    changed()
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['data-tributary-offer'] })
  return placements
}
