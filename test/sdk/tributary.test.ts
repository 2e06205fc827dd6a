import { newId } from '@tributary/protocol/id'
import * as sdk from '@tributary/sdk'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer } from '../support/build.ts'
import { openPage } from './page.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

describe('a Tributary', () => {
  test('has at most ten members, whatever grows inside them', () => {
    expect(Object.keys(openPage(app).shop).length).toBeLessThanOrEqual(10)
  })

  test('can be made on a server, where there is no window', () => {
    expect(typeof globalThis.window).toBe('undefined')
    expect(sdk.createTributary({ parent: 'https://parent.example', site: newId('site') }).cart.lines()).toEqual([])
  })

  test.each([
    [{ parent: 'parent.example', site: newId('site') }, "expected the parent's address"],
    [{ parent: 'https://parent.example', site: 'site_YOUR_KEY' }, 'expected a site key'],
  ])('refuses a malformed option where the developer sees it', (options, message) =>
    expect(() => sdk.createTributary(options)).toThrow(message),
  )

  test('turns a handler that throws into an error event, and the others still hear', () => {
    const { shop } = openPage(app)
    const [error, heard] = [vi.fn(), vi.fn()]
    shop.on('cart', () => {
      throw new Error('mine')
    })
    shop.on('cart', heard)
    shop.on('error', error)
    shop.on('error', () => {
      throw new Error('mine too')
    })
    expect(() => shop.cart.clear()).not.toThrow()
    expect(heard).toHaveBeenCalledOnce()
    expect(error).toHaveBeenCalledWith({ where: 'handler', cause: new Error('mine') })
  })

  test('records a touch that is posted inside the order', async () => {
    const { shop, sent } = openPage(app)
    expect(await shop.touch({ via: 'FERNWEH', campaign: 'spring' })).toBe(true)
    const quote = await shop.quote({ country: 'DE', lines: [{ sku: 'mug', quantity: 1 }] })
    const outcome = quote.ok && (await shop.placeOrder({ quote: quote.value, customer: buildCustomer() }))
    expect(outcome && outcome.outcome === 'placed' && outcome.answer.attribution.candidates).toContainEqual({
      evidence: 'touch',
      outcome: 'won',
    })
    expect(JSON.parse(sent.at(-1)?.body ?? '').touches).toHaveLength(1)
  })

  test('says what went wrong with a touch that nobody waits for', async () => {
    const { shop } = openPage(app)
    const error = vi.fn()
    shop.on('error', error)
    expect(await shop.touch({ via: 'NOBODY' })).toBe(false)
    expect(error).toHaveBeenCalledWith(
      expect.objectContaining({ where: 'touch', problem: expect.objectContaining({ code: 'affiliate_unknown' }) }),
    )
  })

  test('shows an order to whoever has its secret', async () => {
    const { shop } = openPage(app)
    const quote = await shop.quote({ country: 'DE', lines: [{ sku: 'mug', quantity: 1 }] })
    const outcome = quote.ok ? await shop.placeOrder({ quote: quote.value, customer: buildCustomer() }) : undefined
    if (outcome?.outcome !== 'placed') throw new Error('expected an order')
    const secret = outcome.answer.statusUrl.split('/').at(-1) ?? ''
    const [shown, refused] = [await shop.status(outcome.answer.orderId, secret), await shop.status(outcome.answer.orderId, 'guess')]
    expect(shown).toMatchObject({ ok: true, value: { number: outcome.answer.number, state: 'placed' } })
    expect(refused).toMatchObject({ ok: false, error: { code: 'order_unknown' } })
  })
})
