import { createTributary } from '@tributary/sdk'
import { createTestParent } from '@tributary/sdk/testing'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const parent = createTestParent({
  offers: [{ handle: 'mug', title: 'Enamel mug', variants: [{ sku: 'mug', amountMinor: 1_490, stock: 2 }] }],
})
const server = setupServer(...parent.handlers)
beforeAll(() => server.listen())
afterEach(() => parent.reset())
afterAll(() => server.close())

const customer = {
  email: 'ada@customer.example',
  delivery: { name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin', country: 'DE' },
}

/** What your page does when somebody presses its order button. */
async function buy(quantity: number) {
  const shop = createTributary({ parent: parent.origin, site: parent.site })
  const quote = await shop.quote({ country: 'DE', lines: [{ sku: 'mug', quantity }] })
  if (!quote.ok) return quote.error.code
  const { outcome } = await shop.placeOrder({ quote: quote.value, customer })
  return outcome
}

test('an order reaches the parent, with its customer', async () => {
  expect(await buy(2)).toBe('placed')
  expect(parent.orders).toMatchObject([{ customer, answer: { totals: { totalMinor: 3_470 } } }])
})

test('what is sold out is told before anybody types an address', async () => {
  parent.setStock('mug', 0)
  expect(await buy(1)).toBe('stock_short')
})

test('an order whose answer is lost is sent again, and is one order', async () => {
  parent.fail('postOrder', 'answer_lost', 1)
  expect(await buy(1)).toBe('placed')
  expect(parent.orders).toHaveLength(1)
})
