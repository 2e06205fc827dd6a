import { complain } from '../complaint.ts'
import { cards } from '../placement.ts'
import { viaOf } from '../placement-via.ts'
import type { Taking } from '../shop.ts'
import { ATTRIBUTE_INVALID, checkAttributes } from './attribute-check.ts'
import { attributesFor, KIND_NAMES, type KindName, kindOfLink, twinOf } from './attribute-table.ts'

const ERROR = 'data-tributary-error'
const KIND_ATTRIBUTES = KIND_NAMES.map((kind) => `data-tributary-${kind}`)
const FOLLOWED = [...new Set([...KIND_ATTRIBUTES, ...KIND_NAMES.flatMap((kind) => attributesFor(kind, 'link').map(twinOf))])]

// Somebody who builds a page adds many at a time.
const CHECK_DELAY_MS = 500

/**
 * From now on what a link says is carried over to what stands for it: changed, said first, or taken back. A link that is no placement any more is a link
 * again; one that becomes another kind, or whose mistake is mended, is taken up anew. All links of the page are checked, and those that come.
 */
export function followLinks(started: Taking): void {
  const checked = new WeakSet<Element>()
  // What was a placement, and is a link again: the loader knows it already.
  const left = new WeakSet<Element>()
  let isChecking = false

  const check = (): void => {
    isChecking = false
    for (const link of document.querySelectorAll('a')) {
      if (checked.has(link) || !link.getAttributeNames().some((name) => name.startsWith('data-tributary-'))) continue
      checked.add(link)
      checkAttributes(link)
    }
  }

  const follow = (link: HTMLAnchorElement, isNew: boolean): void => {
    const kind = kindOfLink(link)
    const standing = cards.get(link)
    const code = link.getAttribute(ERROR)
    const isFailed = code !== null && code !== ATTRIBUTE_INVALID && !standing?.isConnected
    const isSame = standing && !isFailed && standing.localName === `tributary-${kind}`
    if (isSame && kind) {
      carryOver(link, standing, kind, started.shop.site)
      return
    }
    if (standing) {
      cards.delete(link)
      standing.remove()
    }
    if (!kind) left.add(link)
    if (isFailed) link.removeAttribute(ERROR)
    // A link that says for the first time that it is an offer, the loader takes up when it comes near.
    if (kind && (standing || isFailed || left.has(link) || (isNew && kind !== 'offer')))
      started.take(link).catch((cause) => complain(link, 'unavailable', String(cause)))
  }

  new MutationObserver((records) => {
    const links = new Map<HTMLAnchorElement, boolean>()
    for (const { target, attributeName, oldValue } of records) {
      if (!(target instanceof HTMLAnchorElement) || !attributeName) continue
      links.set(target, links.get(target) || (oldValue === null && KIND_ATTRIBUTES.includes(attributeName)))
    }
    for (const [link, isNew] of links) {
      follow(link, isNew)
      checkAttributes(link)
    }
    // A clock that ticks adds texts, and no links.
    if (isChecking || !records.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element))) return
    isChecking = true
    setTimeout(check, CHECK_DELAY_MS)
  }).observe(document, { childList: true, subtree: true, attributeFilter: FOLLOWED, attributeOldValue: true })
  // What was changed before anybody followed it.
  for (const link of cards.keys()) follow(link, false)
  check()
}

function carryOver(link: HTMLAnchorElement, standing: HTMLElement, kind: KindName, site: string): void {
  for (const attribute of attributesFor(kind, 'link')) {
    const { name } = attribute
    const said = name === 'via' ? (viaOf(link) ?? site) : link.getAttribute(twinOf(attribute))
    // What a link reserves space by, its element is found by, too.
    const own = attribute.only === 'link' ? twinOf(attribute) : name
    if (said === standing.getAttribute(own)) continue
    if (said === null) standing.removeAttribute(own)
    else standing.setAttribute(own, said)
  }
}
