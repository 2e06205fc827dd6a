import { offerCardSheet } from '../card/offer-card.css.ts'
import { OfferCard } from '../card/offer-card.tsx'
import type { Dressed } from '../standing.ts'
import { hostLooks } from './host-looks.ts'
import { buttonSheet, rowSheet } from './layouts.css.ts'
import { OfferButton } from './offer-button.tsx'

const DENSITIES: Readonly<Record<string, number>> = { compact: 0.7, roomy: 1.4 }

/** Gives an element the layout, the theme and the density that its attributes ask for. */
export function dress(element: Dressed): void {
  const says = (name: string, value: string): boolean => element.getAttribute(name) === value
  const sheets: CSSStyleSheet[] = []
  if (element.localName === 'tributary-offer') {
    const price = element.getAttribute('price')
    const hasPrice = price !== null && price !== 'false'
    const isButton = says('layout', 'button')
    element.face = isButton
      ? { draw: (props) => OfferButton({ ...props, hasPrice }), sheet: buttonSheet }
      : { draw: OfferCard, sheet: offerCardSheet }
    // Once more, so that it is known of an element that it was dressed.
    if (isButton) sheets.push(buttonSheet())
    if (says('layout', 'row')) sheets.push(rowSheet())
  }
  const density = DENSITIES[element.getAttribute('density') ?? '']
  if (density) sheets.push(sheetOf({ '--tributary-density': String(density) }))
  if (says('theme', 'host')) sheets.push(sheetOf(hostLooks(element)))
  element.looks = sheets
}

function sheetOf(properties: Readonly<Record<string, string>>): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  const lines = Object.entries(properties).map(([name, value]) => `${name}:${value}`)
  sheet.replaceSync(`:host{${lines.join(';')}}`)
  return sheet
}
