import type { Offer, ProgramFacts } from '@tributary/sdk'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { firstChosen } from './card/choice.ts'
import { offerCardSheet } from './card/offer-card.css.ts'
import { OfferCard } from './card/offer-card.tsx'
import type { Sheet } from './css.ts'
import { tokens } from './tokens.css.ts'
import { type CardWords, words as spoken } from './words/card.ts'

/** What is drawn, and how it is said. */
interface ShadowCard {
  readonly offer: Offer
  readonly program: ProgramFacts
  readonly isTest: boolean
  /** The hosted page, with who earns. */
  readonly href: string
  readonly via: string | undefined
  readonly words: CardWords
  readonly locale: string
}

/**
 * `<tributary-offer>` with the card's own markup and style in a declarative shadow root: it looks as it will before a script is there, and where the script
 * tag is, the real card takes its place in the same size. Its style is an element, which strict policies refuse. Without a script its button leads to the
 * hosted page.
 */
export function renderShadowCard({ offer, via, words, href, ...facts }: ShadowCard): string {
  const view = { kind: 'ready', offer, href, chosen: firstChosen(offer), isOpening: false, isIncomplete: false, ...facts } as const
  const actions = { choose: () => undefined, order: () => undefined }
  // The card says what is spoken; nothing else is drawn meanwhile.
  const before = { ...spoken }
  const draw = (): string => {
    try {
      Object.assign(spoken, words)
      return renderToString(<OfferCard view={view} actions={actions} />)
    } finally {
      Object.assign(spoken, before)
    }
  }
  const link = renderToString(h('a', { class: 'button primary', part: 'button', href })).replace('</a>', '')
  const body = draw().replace(/<button type="button".*?>(.*?)<\/button>/s, (_, text: string) => `${link}${text}</a>`)
  const style = renderToString(h('style', {}, [tokens, offerCardSheet].map(textOf).join('')))
  const host = renderToString(h('tributary-offer', { offer: offer.handle, via, lang: words.language, dir: words.direction }))
  // By a function: in a text that replaces, `$` has meanings, and a title may have one.
  return host.replace('></', () => `><template shadowrootmode="open">${style}${body}</template></`)
}

/** Stands for a style sheet where there is none, as on a server. */
class WrittenSheet {
  text = ''
  replaceSync(text: string): void {
    this.text = text
  }
}

// A sheet makes itself when it is adopted, so that no page carries its text twice; here it is made for its text.
function textOf(sheet: Sheet): string {
  const page = globalThis as { CSSStyleSheet?: unknown }
  if (page.CSSStyleSheet) return [...sheet().cssRules].map(({ cssText }) => cssText).join('')
  page.CSSStyleSheet = WrittenSheet
  try {
    return (sheet() as unknown as WrittenSheet).text
  } finally {
    delete page.CSSStyleSheet
  }
}
