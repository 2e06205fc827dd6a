import type { OffersAnswer } from '@tributary/protocol/offer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'

let app: TestApp
beforeAll(async () => {
  const variants = [{ sku: 'oil', price: '12.90', salePrice: '9.00', weightGrams: 900, measure: '750 ml' }]
  app = await createTestApp({ catalogue: { format: 'tributary/1', currency: 'EUR', offers: [{ handle: 'oil', title: 'Oil', variants }] } })
})
afterAll(() => app.close())

describe('beside a price stands what the law wants', () => {
  test('in the answer to a page: the unit price of the price that counts now, and how long it takes', async () => {
    const { offers, program } = (await (await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}`)).json()) as OffersAnswer
    expect(offers[0]?.variants).toMatchObject([{ amountMinor: 900, regularMinor: 1_290, unit: { amountMinor: 1_200, base: '1 l' } }])
    expect(program.delivery).toEqual({ min: 2, max: 4 })
  })

  test('on the hosted page', async () => {
    const page = await (await app.app.request(`${app.origin}/o/oil`)).text()
    expect(page).toContain('€12.00 / 1 l')
    expect(page).toContain('Tax included, plus shipping. Arrives in 2 to 4 working days.')
    expect(page).toContain('<a href="https://acme.example/returns">Returns and withdrawal</a>')
  })

  test('and a catalogue with a measure of nothing is refused, with how to write it', async () => {
    const variants = [{ sku: 'oil', price: '12.90', weightGrams: 900, measure: '3 spoons' }]
    const body = JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers: [{ handle: 'oil', title: 'Oil', variants }] })
    const answer = await app.staff('postCatalogue', { body })
    expect(await answer.text()).toContain('“3 spoons” is not a measure; write it like 750 ml, or 350 g.')
  })
})
