// For pages that want to know: `data-tributary-events` at the script tag, or `import '@tributary/widget/events'`.
import { PlacementElement } from './placement-element.ts'

export type { TributaryEventMap } from './event-map.ts'

const PLACEMENTS = 'tributary-offer, tributary-collection, tributary-cart, tributary-status, tributary-share, tributary-placement'
const ERROR = 'data-tributary-error'
const HARMLESS = 'attribute_invalid'
const HELD = 'tributary-placement'
// Half of it, or of the view where it is taller than that: whoever saw only an edge has not seen it.
const SEEN = 0.5
const STEPS = [0.03, 0.05, 0.1, 0.2, 0.3, 0.4, SEEN]

const known = new WeakSet<Element>()
const watched = new WeakSet<Element>()

/** Tells the page what happened at a placement: an event that bubbles through shadow roots, with a small frozen detail. */
function tell(place: Element, name: 'ready' | 'view' | 'option' | 'error', detail: object): void {
  place.dispatchEvent(new CustomEvent(`tributary:${name}`, { detail: Object.freeze(detail), bubbles: true, composed: true }))
}

/** What a placement is of, by the attribute that says it. */
function aboutOf(element: Element): Readonly<Record<string, string>> {
  const name = element.localName.replace('tributary-', '')
  const value = element.getAttribute(name)
  return value === null ? {} : { [name]: value }
}

const errors = new MutationObserver((records) => {
  for (const { target } of records) tellError(target as Element)
})

function tellError(place: Element): void {
  const code = place.getAttribute(ERROR)
  if (code) tell(place, 'error', { code })
}

const views = new IntersectionObserver(
  (entries) => {
    for (const { intersectionRatio, intersectionRect, target } of entries) {
      if (intersectionRatio < SEEN && intersectionRect.height < innerHeight * SEEN) continue
      views.unobserve(target)
      tell(target, 'view', aboutOf(target))
    }
  },
  { threshold: STEPS },
)

/** Tells of what goes wrong where the document's own observer does not see it. What the parent keeps says it of what stands inside (`held-element.ts`). */
function watchErrors(element: Element): void {
  const root = element.getRootNode()
  if (root === document || (root as ShadowRoot).host?.localName === HELD || watched.has(element)) return
  watched.add(element)
  tellError(element)
  errors.observe(element, { attributeFilter: [ERROR] })
}

/** Takes up a placement that shows something, once. */
function takeUp(element: Element): void {
  const { shadowRoot } = element
  watchErrors(element)
  // An attribute that counts as not said hides nothing.
  const isFailed = (element.getAttribute(ERROR) ?? HARMLESS) !== HARMLESS
  // What the parent keeps is shown by what stands inside.
  if (!shadowRoot || element.localName === HELD || known.has(element) || isFailed || shadowRoot.querySelector('.blank')) return
  known.add(element)
  shadowRoot.addEventListener('change', (event) => {
    const field = event.target as HTMLSelectElement
    const option = field.closest('.option')?.querySelector('.label')?.textContent
    if (option) tell(element, 'option', { ...aboutOf(element), option, value: field.value })
  })
  // Once the page has drawn it too.
  setTimeout(() => {
    tell(element, 'ready', aboutOf(element))
    views.observe(element)
  })
}

const takeUpAll = (root: ParentNode): void => {
  for (const element of root.querySelectorAll(PLACEMENTS)) {
    takeUp(element)
    if (element.shadowRoot) takeUpAll(element.shadowRoot)
  }
}

// Here, so that a page that does not want to know carries nothing of it.
const { paint } = PlacementElement.prototype
PlacementElement.prototype.paint = function (this: PlacementElement, ...drawn) {
  paint.apply(this, drawn)
  takeUp(this)
}
errors.observe(document, { attributeFilter: [ERROR], subtree: true })
document.querySelectorAll(`[${ERROR}]`).forEach(tellError)
takeUpAll(document)
