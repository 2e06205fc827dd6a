import type { words as card } from './card.ts'
import type { words as cart } from './cart.ts'
import type { words as cartStep } from './cart-step.ts'
import type { words as collection } from './collection.ts'
import type { words as join } from './join.ts'
import type { words as lead } from './lead.ts'
import type { words as outcome } from './outcome.ts'
import type { words as share } from './share.ts'
import type { words as sheet } from './sheet.ts'
import type { words as unsent } from './unsent.ts'

/** Every text of the widget in one language. A text that is missing does not compile. */
export interface Language {
  readonly card: typeof card
  readonly sheet: Own<typeof sheet, typeof card>
  readonly outcome: Own<typeof outcome, typeof sheet>
  readonly unsent: typeof unsent
  readonly cart: typeof cart
  readonly cartStep: typeof cartStep
  readonly lead: typeof lead
  readonly join: typeof join
}

/** What is said in a collection and in sharing: apart, since few pages have them. */
export interface BrowseLanguage {
  readonly collection: typeof collection
  readonly share: typeof share
}

// Without what a part has from the part before it.
type Own<Words, Shared> = Omit<Words, keyof Shared>
