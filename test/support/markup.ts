import { Window } from 'happy-dom'

const window = new Window({ settings: { disableJavaScriptFileLoading: true, disableCSSFileLoading: true } })

/** HTML as a browser reads it. Nothing of it runs or is loaded. */
export const parseHtml = (html: string): Document => new window.DOMParser().parseFromString(html, 'text/html') as unknown as Document

/** XML as a browser reads it. */
export const parseXml = (xml: string): Document => new window.DOMParser().parseFromString(xml, 'text/xml') as unknown as Document

/** The text of the first element that a selector finds; fails where there is none. */
export const textOf = (root: ParentNode, selector: string): string => {
  const found = root.querySelector(selector)
  if (!found) throw new Error(`expected ${selector}, received nothing`)
  return found.textContent ?? ''
}

/** The texts of all the elements that a selector finds. */
export const textsOf = (root: ParentNode, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '')

const LINKS = ['href', 'src', 'action', 'formaction', 'srcdoc', 'data', 'xlink:href', 'poster', 'background', 'srcset']
const SAFE_ADDRESS = /^(https?:\/\/|mailto:|\/|data:,$|data:image\/|#|$)/

/**
 * What of a page could run a script: script elements with something in them or from elsewhere, `on…` attributes, frames and plug-ins, addresses that
 * are neither web nor mail. Our own pages hold none of these but the scripts named in `ours`, and data for search engines, which are no script.
 */
export const runnableParts = (page: Document, ours: readonly string[] = []): string[] =>
  [...page.querySelectorAll('*')].flatMap((element) => {
    const name = element.tagName.toLowerCase()
    const isOurs = name === 'script' && element.textContent === '' && ours.includes(element.getAttribute('src') ?? '')
    const isRunnable =
      /^(script|iframe|frame|object|embed|applet|base|svg|math|template|animate|set)$/.test(name) && !isOurs && !isDataOfOurs(element)
    const attributes = [...element.attributes].filter(
      (attribute) => /^on/i.test(attribute.name) || (LINKS.includes(attribute.name.toLowerCase()) && !SAFE_ADDRESS.test(attribute.value)),
    )
    return [...(isRunnable ? [`<${name}>`] : []), ...attributes.map((attribute) => `<${name} ${attribute.name}="${attribute.value}">`)]
  })

// What search engines read: whole JSON with nothing in it that could end its element.
function isDataOfOurs({ tagName, attributes, textContent }: Element): boolean {
  const isData = /^script$/i.test(tagName) && attributes.length === 1 && attributes[0]?.value === 'application/ld+json'
  if (!isData || textContent?.includes('<')) return false
  return (JSON.parse(textContent ?? '') as Record<string, unknown>)['@context'] === 'https://schema.org'
}

/** The kinds of elements that a page has, each with the names of its attributes: what is not in the page of a harmless text came from the text. */
export const kindsOf = (page: Document): Set<string> =>
  new Set(
    [...page.querySelectorAll('*')].map(
      (element) =>
        `${element.tagName.toLowerCase()} ${[...element.attributes]
          .map(({ name }) => name)
          .sort()
          .join(' ')}`,
    ),
  )
