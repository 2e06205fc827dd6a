export type { LeadAnswer, LeadContact } from '@tributary/protocol/lead'
export { formatMoney, type Money } from '@tributary/protocol/money'
export {
  isPossible,
  type Offer,
  type OfferImage,
  type OffersAnswer,
  priceRange,
  type ServiceFacts,
  type Variant,
  variantOf,
} from '@tributary/protocol/offer'
export type { ConsentMode, Customer, OrderAnswer, OrderStatus } from '@tributary/protocol/order'
export type { FieldProblem } from '@tributary/protocol/problem'
export type { ProgramFacts } from '@tributary/protocol/program'
export type { Answers, AnswerValue, Question, UploadedFile } from '@tributary/protocol/question'
export type { Quote, QuoteLine, ShippingChoice, Totals } from '@tributary/protocol/quote'
export type { Result } from '@tributary/protocol/result'
export type { Counter, Destination } from './assemble.ts'
export type { Cart, CartItem } from './cart.ts'
export type { Failure } from './client.ts'
export type { Device } from './device.ts'
export type { EventHandler, EventName, TributaryEvents } from './event.ts'
export type { LeadDetails } from './lead.ts'
export { type OffersWanted, offerOf } from './offer.ts'
export type { TributaryOptions } from './options.ts'
export type { OrderDetails } from './order.ts'
export type { OutboxStore } from './outbox-store.ts'
export type { LeadOutcome, LeftEntry, OrderOutcome, Settled } from './outcome.ts'
export { type ShareLink, shareLink } from './share-link.ts'
export type { KeyValueStorage } from './storage.ts'
export { createTributary, type Tributary } from './tributary.ts'
export type { EntryName, UnsentEntry, UnsentLead, UnsentOrder } from './unsent.ts'
export type { Unsent } from './unsent-entries.ts'
export { uploadFile } from './upload.ts'
export type { Visit } from './visit.ts'
