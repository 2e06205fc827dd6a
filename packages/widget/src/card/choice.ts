import { isPossible, type Offer, type Variant, variantOf } from '@tributary/sdk'

/** The value chosen for each option of an offer, or `undefined` where none is yet. */
export type Chosen = readonly (string | undefined)[]

/** One value of an option as a card shows it; `clash` says with which chosen values it cannot be had, empty when it is sold out altogether. */
export interface Choice {
  readonly value: string
  readonly isPossible: boolean
  readonly clash: readonly string[]
}

/** What is chosen before anybody chooses: options that leave no choice. */
export const firstChosen = (offer: Offer): Chosen => offer.options.map(({ values }) => (values.length === 1 ? values[0] : undefined))

/** The values of one option beside the others chosen so far. */
export const choices = (offer: Offer, chosen: Chosen, optionIndex: number): Choice[] =>
  (offer.options[optionIndex]?.values ?? []).map((value) => ({
    value,
    isPossible: isPossible(offer, chosen, optionIndex, value),
    clash: isPossible(offer, [], optionIndex, value) ? others(chosen, optionIndex) : [],
  }))

/** The variant that is meant, once every option is chosen. */
export const chosenVariant = (offer: Offer, chosen: Chosen): Variant | undefined => variantOf(offer, chosen)

/** The names of the options that still wait for a choice. */
export const unchosen = (offer: Offer, chosen: Chosen): string[] =>
  offer.options.filter((_, index) => chosen[index] === undefined).map(({ name }) => name)

/** Whether anything of this offer can be ordered now. */
export const isSoldOut = (offer: Offer): boolean => !offer.variants.some(({ available }) => available)

const others = (chosen: Chosen, optionIndex: number): string[] =>
  chosen.filter((value, index): value is string => index !== optionIndex && value !== undefined)
