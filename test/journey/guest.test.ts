import type { OrderRecord } from '@tributary/protocol/order'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { POLLUTERS } from '../support/polluters.ts'
import { cardOf, openStorefront, orderInPlace, type Storefront } from '../support/storefront.ts'

let browser: Browser
let shop: Storefront
let clean: unknown
beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
  clean = await orderOn('')
})
afterAll(async () => {
  await browser.close()
  await shop.close()
})

/** Orders on a page with this before our lines; answers what the parent took, without what differs from order to order. */
async function orderOn(before: string, headers: Record<string, string> = {}, script = shop.script): Promise<unknown> {
  shop.pageIs(before + script + shop.placement('hoodie'), headers)
  const { page, complaints, close } = await shop.open(browser)
  const card = cardOf(page, 'Fjord hoodie')
  await card.getByLabel('Colour').selectOption('Blue')
  await card.getByLabel('Size').selectOption('M')
  const number = await orderInPlace(page, 'Fjord hoodie')
  expect(complaints).toEqual([])
  await close()
  return takenOrder(number)
}

/** What the parent took, without what differs from order to order. */
async function takenOrder(number: string): Promise<unknown> {
  const found = (await shop.orders()).find((order) => order.number === number)
  expect(found).toBeDefined()
  const {
    orderId: _,
    number: __,
    placedAt: ___,
    transitions: ____,
    statusUrl: _____,
    ...order
  } = found as OrderRecord & { statusUrl?: string }
  return order
}

describe('an order is the same as on a clean page', () => {
  test.each(Object.entries(POLLUTERS))('beside %s', async (_, script) => {
    expect(await orderOn(`<script>${script()}</script>`)).toEqual(clean)
  })

  test('where all of them meet', async () => {
    const all = Object.values(POLLUTERS).map((script) => `<script>${script()}</script>`)
    expect(await orderOn(all.join('\n'))).toEqual(clean)
  })
})

describe('an order is placed, with nothing to complain about,', () => {
  test('under the strictest policy, where scripts come in by a nonce alone', async () => {
    const { origin } = shop.server
    const policy = `default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src ${origin}; img-src ${origin} data:`
    const headers = { 'Content-Security-Policy': `${policy}; require-trusted-types-for 'script'; trusted-types 'none'` }
    expect(await orderOn('', headers, shop.script.replace('<script ', '<script nonce="r4nd0m" '))).toEqual(clean)
  })

  test('on a page that is isolated from all others', async () => {
    const headers = { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Opener-Policy': 'same-origin' }
    expect(await orderOn('', headers)).toEqual(clean)
  })

  test('in a sandbox that submits no forms', async () => {
    expect(await orderOn('', { 'Content-Security-Policy': 'sandbox allow-scripts allow-same-origin' })).toEqual(clean)
  })

  test.each([
    ['that shares its page’s origin', 'allow-scripts allow-same-origin', []],
    // Storage throws there, and the parent cannot know whose page it is: the order says so.
    ['of no origin at all', 'allow-scripts', ['origin_unverified']],
  ])('in a sandboxed frame without forms, %s', async (_, sandbox, flags) => {
    const inside = `<!doctype html><html lang="en"><meta charset="utf-8">${shop.script}${shop.placement('hoodie')}`
    shop.pageIs(`<iframe sandbox="${sandbox}" width="700" height="640" srcdoc="${inside.replaceAll('"', '&quot;')}"></iframe>`)
    const { page, complaints, close } = await shop.open(browser)
    const frame = page.frameLocator('iframe')
    const card = cardOf(frame, 'Fjord hoodie')
    await card.getByLabel('Colour').selectOption('Blue')
    await card.getByLabel('Size').selectOption('M')
    const number = await orderInPlace(frame, 'Fjord hoodie')
    expect(complaints).toEqual([])
    await close()
    expect(await takenOrder(number)).toEqual({ ...(clean as OrderRecord), flags })
  })

  test('where an optimiser runs the script later, from a tag of its own', async () => {
    const heldBack = shop.script.replace('<script ', '<script type="4f2b8c1d9e6a7035-text/javascript" ')
    const runLater = `<script>addEventListener('load', () => setTimeout(() => {
      for (const tag of document.querySelectorAll('script[type$="-text/javascript"]')) {
        const copy = document.createElement('script')
        for (const { name, value } of tag.attributes) if (name !== 'type') copy.setAttribute(name, value)
        tag.replaceWith(copy)
      }
    }, 50))</script>`
    expect(await orderOn('', {}, heldBack + runLater)).toEqual(clean)
  })
})

describe('a page', () => {
  // Those of the page, less those of an empty one: what is left was added.
  const NAMES = 'Object.getOwnPropertyNames(window).filter((name) => !/^(tellViolation|__playwright|__pw)/.test(name))'
  // Where built-ins live, and what each of them is, as far as it can be told from outside.
  const BUILT_INS = `[Array, Object, String, Promise, Map, Set, Element, Node, EventTarget, History, Document].map(({ name, prototype }) =>
    name + ': ' + Reflect.ownKeys(prototype).map(String).sort().join(' '))`

  test('has one global more, and every built-in as it was', async () => {
    shop.pageIs('')
    const before = await shop.open(browser)
    const [names, builtIns] = [await before.page.evaluate<string[]>(NAMES), await before.page.evaluate(BUILT_INS)]
    await before.close()
    shop.pageIs(shop.script + shop.placement('mug'))
    const after = await shop.open(browser)
    await cardOf(after.page, 'Enamel mug').getByRole('button', { name: 'Order' }).click()
    await after.page.getByRole('dialog').waitFor()
    expect((await after.page.evaluate<string[]>(NAMES)).filter((name) => !names.includes(name))).toEqual(['tributary'])
    expect(await after.page.evaluate(BUILT_INS)).toEqual(builtIns)
    await after.close()
  })

  test('whose own style changes everything sells all the same, and nothing of it looks different', async () => {
    const hostile = `<style>* { all: unset; display: block !important; font: 40px/3 fantasy !important; color: red !important; box-sizing: content-box !important }
      button, select, input { display: none !important }</style><p id="own">Text of the page</p>`
    const styleOf = `JSON.stringify(Object.fromEntries([...getComputedStyle(document.querySelector('#own'))].map((name) =>
      [name, getComputedStyle(document.querySelector('#own')).getPropertyValue(name)])))`
    shop.pageIs(hostile)
    const before = await shop.open(browser)
    const style = await before.page.evaluate(styleOf)
    await before.close()
    expect(await orderOn(hostile)).toEqual(clean)
    shop.pageIs(hostile + shop.script + shop.placement('mug'))
    const { page, close } = await shop.open(browser)
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(await page.evaluate(styleOf)).toEqual(style)
    await close()
  })
})
