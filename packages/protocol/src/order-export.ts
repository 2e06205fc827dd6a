/** The columns of an export of orders, a row a line, with what each says. Amounts are in minor units of `currency`: 1980 is 19.80 EUR. */
export const ORDER_EXPORT_COLUMNS = {
  number: 'the order’s number',
  id: 'its id',
  placedAt: 'when it was placed, UTC',
  state: 'its state when it was exported',
  payment: 'the state of its payment',
  terms: '`invoice` or `prepayment`',
  currency: 'of every amount (ISO 4217)',
  country: 'that it was priced for',
  line: 'of the order, from 1',
  sku: 'of the article',
  title: 'of the article, as it was sold',
  variant: 'which form of it',
  quantity: 'ordered',
  shippedQuantity: 'of it shipped',
  cancelledQuantity: 'of it cancelled',
  refundedQuantity: 'of it sent back or given up for money',
  unitMinor: 'price of one',
  discountMinor: 'taken off the line',
  totalMinor: '`unitMinor` × `quantity` − `discountMinor`',
  taxBasisPoints: 'the tax rate, 1900 is 19 %',
  taxMinor: 'the line’s tax, contained or on top as the program’s prices are',
  paidMinor: 'of the line paid',
  refundedMinor: 'of that given back',
  shippingMinor: 'of the order; on its first line only, so that the column may be summed',
  discount: 'the code of the discount that the order holds',
  affiliate: 'the code of who was attributed the order',
  site: 'the key of the website that it came from',
  email: 'of the customer',
  phone: 'of the customer',
  name: 'that it is delivered to',
  line1: 'of the address',
  line2: 'of the address',
  postcode: 'of the address',
  city: 'of the address',
  region: 'of the address',
  note: 'of the customer',
  test: 'whether a test site caused it',
} as const

/** A column of the export. */
export type OrderExportColumn = keyof typeof ORDER_EXPORT_COLUMNS

/** A row: `null` where there is nothing to say. */
export type OrderExportRow = Readonly<Record<OrderExportColumn, string | number | boolean | Date | null>>
