// Fewer bytes than a list of strings; here each counts.
const KINDS = 'offer collection cart status share join placement'.split(' ')
const SELECTOR = `${KINDS.map((kind) => `a[data-tributary-${kind}],tributary-${kind}`)}`

// Cards are fetched while their place is still one screen away.
const NEAR = '100% 0%'

/** Finds every placement of the page, now and later, and says when one comes near the view, and when the page added or removed something. Answers those that are there. */
export function observePlacements(near: (placement: Element) => void, changed: () => void): ReadonlySet<Element> {
  const placements = new Set<Element>()
  const approach = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) come(target)
    },
    { rootMargin: NEAR },
  )
  const come = (placement: Element): void => {
    approach.unobserve(placement)
    near(placement)
  }

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
  // The observer tells of nothing before the page is drawn; what is near already need not wait for that. What is not displayed has its top at zero.
  queueMicrotask(() => {
    for (const placement of placements) {
      const { top } = placement.getBoundingClientRect()
      if (0 < top && top < 2 * innerHeight) come(placement)
    }
  })
  new MutationObserver((records) => {
    for (const placement of placements) if (!placement.isConnected) placements.delete(placement)
    for (const { addedNodes, target, type } of records) {
      for (const node of type === 'attributes' ? [target] : addedNodes) if (node instanceof Element) scan(node)
    }
    changed()
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['data-tributary-offer'] })
  return placements
}
