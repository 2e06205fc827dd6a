import { customAlphabet, nanoid } from 'nanoid'

// Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U, so a code survives a telephone.
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 8
const LOOK_ALIKES: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0', U: 'V' }

const LEAD = 'led_'
const ORDER = 'ord_'

/** The prefix of each kind of wire id. A prefix is followed by 21 characters of nanoid (126 random bits). */
export const ID_PREFIXES = {
  affiliate: 'aff_',
  attachment: 'att_',
  commission: 'com_',
  conversation: 'cnv_',
  delivery: 'dlv_',
  entry: 'ent_',
  event: 'evt_',
  import: 'imp_',
  lead: LEAD,
  message: 'msg_',
  milestone: 'mst_',
  offer: 'off_',
  order: ORDER,
  payout: 'pay_',
  placement: 'plc_',
  plan: 'pln_',
  post: 'pst_',
  program: 'prg_',
  proposal: 'prp_',
  quote: 'quo_',
  refund: 'rfd_',
  return: 'ret_',
  shipment: 'shp_',
  site: 'site_',
  statement: 'stm_',
  testSite: 'site_test_',
  touch: 'tch_',
  transaction: 'txn_',
  watch: 'wch_',
  webhook: 'whk_',
} as const

/** A kind of thing that has a wire id. */
export type IdKind = keyof typeof ID_PREFIXES

/** A wire id, told apart by its kind at compile time and by its prefix at run time. */
export type Id<Kind extends IdKind> = string & { readonly idKind: Kind }

export type AffiliateId = Id<'affiliate'>
export type AttachmentId = Id<'attachment'>
export type CommissionId = Id<'commission'>
export type ConversationId = Id<'conversation'>
export type DeliveryId = Id<'delivery'>
export type EventId = Id<'event'>
export type LeadId = Id<'lead'>
export type MilestoneId = Id<'milestone'>
export type OfferId = Id<'offer'>
export type OrderId = Id<'order'>
export type PayoutId = Id<'payout'>
export type PlacementId = Id<'placement'>
export type PlanId = Id<'plan'>
export type PostId = Id<'post'>
export type ProgramId = Id<'program'>
export type ProposalId = Id<'proposal'>
export type QuoteId = Id<'quote'>
export type RefundId = Id<'refund'>
export type ReturnId = Id<'return'>
export type ShipmentId = Id<'shipment'>
export type StatementId = Id<'statement'>
export type TouchId = Id<'touch'>
export type TransactionId = Id<'transaction'>
export type ImportId = Id<'import'>
export type WatchId = Id<'watch'>
export type WebhookId = Id<'webhook'>

/** A public site key: `site_…`, or `site_test_…` for a site in test mode. */
export type SiteKey = Id<'site'>

const TAIL = /^[\w-]{21}$/

/** A new id of one kind. */
export const newId = <Kind extends IdKind>(kind: Kind): Id<Kind> => `${ID_PREFIXES[kind]}${nanoid()}` as Id<Kind>

/** A new id of an order. Orders and leads are what pages make, apart from the table, which they need not carry. */
export const newOrderId = (): OrderId => `${ORDER}${nanoid()}` as OrderId

/** A new id of a lead, as a page makes it. */
export const newLeadId = (): LeadId => `${LEAD}${nanoid()}` as LeadId

/** Whether `text` has the form of an order's id. */
export const isOrderId = (text: string): text is OrderId => text.startsWith(ORDER) && TAIL.test(text.slice(ORDER.length))

/** Whether `text` has the form of an id of this kind; says nothing about existence. */
export const isId = <Kind extends IdKind>(kind: Kind, text: string): text is Id<Kind> =>
  text.startsWith(ID_PREFIXES[kind]) && TAIL.test(text.slice(ID_PREFIXES[kind].length))

/** Whether `text` has the form of a site key, live or test. */
export const isSiteKey = (text: string): text is SiteKey => /^site_(test_)?[\w-]{21}$/.test(text)

/** Whether what this site key causes is marked `test` (design, D19). */
export const isTestSiteKey = (key: string): boolean => key.startsWith('site_test_')

/** A new code of 8 characters, for order numbers and affiliate codes; unique only once the database has said so. */
export const newCode: () => string = customAlphabet(CODE_ALPHABET, CODE_LENGTH)

/**
 * A code as typed, read as it was meant: upper case, look-alikes resolved, spaces, hyphens and trailing punctuation dropped.
 * `normalizeCode(' 7k3-oi9x. ')` is `7K3019X`.
 */
export function normalizeCode(typed: string): string {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return letters.replace(/[ILOU]/g, (letter) => LOOK_ALIKES[letter] ?? letter)
}

// What a site key begins with, and what it becomes when somebody reads it as a code.
const LINK_PREFIX = 'ZZ'
const RESERVED_PREFIXES = [LINK_PREFIX, 'S1TE']

/** A new short id of a link: `ZZ` and 8 characters. It survives capitals, look-alikes and punctuation like a code (`normalizeCode`). */
export const newLinkId = (): string => `${LINK_PREFIX}${newCode()}`

/** Whether a normalised code begins with a prefix that says another thing: a link's short id, or a site key. */
export const isReservedCode = (code: string): boolean => RESERVED_PREFIXES.some((prefix) => code.startsWith(prefix))

/** A new code of an affiliate: one that begins like nothing else. */
export function newAffiliateCode(): string {
  let code = newCode()
  // One in a thousand would begin like a link's short id.
  while (isReservedCode(code)) code = newCode()
  return code
}

/** Affiliates may choose their code: 3 to 32 of A–Z and 0–9 after `normalizeCode`. */
export const isAffiliateCode = (code: string): boolean => /^[0-9A-HJKMNP-Z]{3,32}$/.test(code)
