import type { words as card } from './card.ts'
import { words as cardWords } from './card.ts'
import type { words as cart } from './cart.ts'
import type { words as collection } from './collection.ts'
import type { words as join } from './join.ts'
import type { words as lead } from './lead.ts'
import type { words as share } from './share.ts'
import type { words as sheet } from './sheet.ts'
import { speak } from './spoken.ts'

interface Words {
  readonly card: typeof card
  readonly cart: typeof cart
  readonly collection: typeof collection
  readonly share: typeof share
  readonly sheet: typeof sheet
  readonly lead: typeof lead
  readonly join: typeof join
}

type Placeholders<Text> = Text extends (...given: infer Given) => string ? { readonly [Index in keyof Given]: string } : readonly []

/** What a page can say in its own words, with the placeholders of each text in the order in which a function is given them. */
export const OWN_TEXTS = {
  card: {
    ...{ soldOut: [], left: ['quantity'], question: [], onRequest: [], answers: ['hours'], ask: [], order: [], opening: [] },
    ...{ choose: [], chooseFirst: ['options'], valueSoldOut: ['value'], valueNotIn: ['value', 'others'], seeAt: ['parent'], seeOffer: [] },
  },
  cart: { cart: [], holds: ['quantity'], opening: [] },
  collection: {
    ...{ search: [], sort: [], option: [], price: [], any: [], upTo: ['amount'], inStock: [], shown: ['quantity'], loading: [] },
    ...{ more: [], end: [], none: [], clear: [], empty: [], failed: [], again: [], see: [] },
  },
  share: { share: [], copy: [], copied: [], link: [], by: ['network'], email: [], code: [], scan: [] },
  sheet: {
    ...{ close: [], articles: ['quantity'], quantity: [], fewer: [], more: [], remove: [], removeTitle: ['title'], yourOrder: [] },
    ...{ changeCart: [], emptyCart: [], backToPage: [], continue: [], changeDetails: [], contact: [], delivery: [], optional: [] },
    ...{ chooseCountry: [], emailHelp: [], phoneHelp: [], haveCode: [], opensTab: [], tryAgain: [], thanks: ['parent'] },
  },
  lead: { about: [], you: [], emailHelp: [], answerThis: [], back: [], send: [], change: [], thanks: ['parent'], see: [] },
  join: { title: [], at: ['parent'], how: ['parent'], emailHelp: [], websiteHelp: [], apply: [], receivedNext: [] },
} as const satisfies { readonly [Part in keyof Words]: { readonly [Name in keyof Words[Part]]?: Placeholders<Words[Part][Name]> } }

/** A page's own words: each a string, with placeholders like `{quantity}` where the text has them, or there a function like the one it stands for. */
export type OwnTexts = {
  readonly [Part in keyof typeof OWN_TEXTS]?: {
    readonly [Name in keyof (typeof OWN_TEXTS)[Part] & keyof Words[Part]]?: Words[Part][Name] extends string
      ? string
      : Words[Part][Name] | string
  }
}

// What is said of prices, of contracts, of consent, and of who earns. `*` is the whole part: what became of an order.
const LEGAL: Readonly<Record<string, string>> = {
  card: 'test from was taxIncluded taxAdded disclosure',
  sheet: 'test orderAndPay terms privacy returns subtotal discount shipping free total tax taxWithin priceChanged priceSame pressAgain',
  lead: 'test consent free agreed agreedNext',
  join: 'test share someShare network sharesName terms free',
  cartStep: '*',
  outcome: '*',
  status: '*',
  unsent: '*',
}
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'ja']

/**
 * Says these texts in the page's own words from now on, where this language is spoken, or in each; what is shown is drawn again. What cannot be taken the
 * developer is told by name on the console, and all else counts.
 */
export function ownTexts(texts: OwnTexts, language?: string): void {
  const code = language?.toString().toLowerCase().split('-')[0] ?? cardWords.language
  if (!LANGUAGES.includes(code)) tell(`“${language}” is not spoken here: say one of ${LANGUAGES.join(', ')}.`)
  else if (typeof texts !== 'object' || texts === null) tell("say parts and their texts, like { card: { order: 'Get it' } }.")
  else if (code === cardWords.language) take(texts)
}

function take(texts: OwnTexts): void {
  for (const [part, said] of Object.entries(texts as Readonly<Record<string, unknown>>)) {
    const taken = Object.fromEntries(
      Object.entries(Object(said) as Readonly<Record<string, unknown>>).flatMap(([name, text]) => {
        const own = ownText(part, name, text)
        if (typeof own === 'object') tell(own.remedy)
        return typeof own === 'object' ? [] : [[name, own]]
      }),
    )
    // Once more under a name of its own, for what fetches the language of this part later (`more.ts`).
    speak({ [part]: taken, [`own ${part}`]: taken })
  }
  drawAgain(document)
}

type Text = string | ((...given: readonly unknown[]) => string)

/** A text as the widget says it, or why it cannot be taken. */
function ownText(part: string, name: string, text: unknown): Text | { readonly remedy: string } {
  const about = `${part}.${name}`
  const legal = Object.hasOwn(LEGAL, part) ? LEGAL[part] : undefined
  if (legal === '*' || legal?.split(' ').includes(name)) {
    return { remedy: `${about} stays as it is: it says what the law asks for, or what was agreed, and the parent answers for it.` }
  }
  if (!Object.hasOwn(OWN_TEXTS, part)) return { remedy: `there is no part ${part}: there are ${Object.keys(OWN_TEXTS).join(', ')}.` }
  const names = (OWN_TEXTS as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>)[part] ?? {}
  const placeholders = Object.hasOwn(names, name) ? names[name] : undefined
  if (!placeholders) return { remedy: `there is no text ${about} to be said otherwise: there are ${Object.keys(names).join(', ')}.` }
  const isPlain = placeholders.length === 0
  if (typeof text === 'function' && !isPlain) return guarded(about, text as (...given: readonly unknown[]) => unknown)
  const has = isPlain ? '' : ` with ${placeholders.map((one) => `{${one}}`).join(', ')}, or a function`
  if (typeof text !== 'string' || text.trim() === '') return { remedy: `${about} is a string${has}.` }
  if (isPlain) return text
  const [unknown] = [...text.matchAll(/\{(\w*)\}/g)].filter(([, one = '']) => !placeholders.includes(one))
  if (unknown) return { remedy: `${about} knows no ${unknown[0]}: it is a string${has}.` }
  return (...given) => text.replace(/\{(\w+)\}/g, (_, one: string) => written(given[placeholders.indexOf(one)]))
}

// What a page's function throws must not cost the card: then what it was given stands there, and nothing else.
function guarded(about: string, text: (...given: readonly unknown[]) => unknown): Text {
  return (...given) => {
    try {
      const said = text(...given)
      if (typeof said === 'string') return said
      tell(`${about} gave ${typeof said} where a string is needed.`)
    } catch (cause) {
      tell(`${about} failed (${cause}).`)
    }
    return given.map(written).join(' ')
  }
}

const written = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value))

const told = new Set<string>()

function tell(remedy: string): void {
  if (!told.has(remedy)) console.warn(`Tributary: text_invalid. ${remedy}`)
  told.add(remedy)
}

const PLACEMENTS = 'tributary-offer, tributary-collection, tributary-cart, tributary-share, tributary-placement'

interface Drawn extends Element {
  redraw?(): void
  attributeChangedCallback?(): void
}

/** Draws every placement again, those in a collection too, and those that the parent keeps: these are not asked for again. */
function drawAgain(root: ParentNode): void {
  for (const element of root.querySelectorAll<Drawn>(PLACEMENTS)) {
    if (!element.shadowRoot) continue
    if (element.redraw) element.redraw()
    // As if an attribute were another.
    else if (element.localName !== 'tributary-placement') element.attributeChangedCallback?.()
    drawAgain(element.shadowRoot)
  }
}
