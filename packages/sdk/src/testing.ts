// For affiliates' own tests: a parent that answers from memory, for msw. It never comes into a page.
export type { TestOffer, TestVariant } from './testing/catalogue.ts'
export type { PublicEndpointName } from './testing/endpoint.ts'
export type { AskedLead } from './testing/leads.ts'
export type { Mishap } from './testing/mishap.ts'
export type { TestAffiliate, TestDiscount, TestParentOptions, TestPlacement, TestShipping } from './testing/options.ts'
export type { PlacedOrder } from './testing/orders.ts'
export { createTestParent, type TestParent } from './testing/parent.ts'
export { SAMPLE_OFFERS } from './testing/sample.ts'
