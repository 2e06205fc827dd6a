import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../support/build.ts'
import { parseHtml, runnableParts } from '../support/markup.ts'
import { isSharedHere, scriptPayloads } from '../support/shared-data.ts'

// Cut to what the shortest field takes: an option's name.
const payloads = [...new Set(scriptPayloads().map((line) => line.slice(0, 80)))].filter((line) => line.trim() !== '')

const OURS = ['/assets/embed.js', '/v1/tributary.js']
const runnable = (html: string): string[] => runnableParts(parseHtml(html), OURS)

describe.skipIf(!isSharedHere)('no payload runs', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.close())
  const page = async (url: string, init: RequestInit = {}) => (await app.app.request(url, init)).text()

  test('from the catalogue, on the hosted page, the home page and the snippet page', async () => {
    const offers = payloads.map((text, index) => ({
      handle: `payload-${index}`,
      title: text,
      description: text,
      images: [{ src: 'media/x.svg', alt: text }],
      options: [{ name: text, values: [text] }],
      variants: [{ sku: `payload-${index}`, options: [text], price: '1', weightGrams: 1 }],
    }))
    const imported = await app.staff('postCatalogue', { body: { format: 'tributary/1', currency: 'EUR', offers } })
    expect(imported.status).toBe(200)
    for (const [index] of payloads.entries()) expect.soft(runnable(await page(`${app.origin}/o/payload-${index}`))).toEqual([])
    expect(runnable(await page(`${app.origin}/`))).toEqual([])
    expect(runnable(await page(`${app.origin}/embed/${app.site.key}?offer=payload-3`))).toEqual([])
  })

  test('from an address: the site key, the code, the form, the error that names it', async () => {
    for (const text of payloads) {
      const typed = encodeURIComponent(text)
      const form = new URLSearchParams({ sku: text, quantity: text, email: text, name: text, country: text, via: text, note: text })
      for (const html of [
        await page(`${app.origin}/o/${typed}`),
        await page(`${app.origin}/o/payload-1?via=${typed}&quantity=${typed}&sku=${typed}`),
        await page(`${app.origin}/o/payload-1`, { method: 'POST', body: form }),
        await page(`${app.origin}/embed/${typed}`),
        await page(`${app.origin}/order/${typed}/${typed}`),
      ]) {
        expect.soft(runnable(html)).toEqual([])
      }
    }
  })

  test('from a site’s name, an order and its mails', async () => {
    for (const text of payloads) {
      const site = (await (
        await app.staff('postSite', { body: { affiliate: app.affiliate.code, name: text, origins: [app.pageOrigin] } })
      ).json()) as AddedSite
      expect.soft(runnable(await page(`${app.origin}/embed/${site.key}`))).toEqual([])
      const sku = `payload-${payloads.indexOf(text)}`
      const delivery = { ...buildCustomer().delivery, name: text, line1: text, city: text }
      const order = { lines: [{ sku, quantity: 1 }], expectedTotalMinor: 10_000, customer: buildCustomer({ delivery, note: text }) }
      expect.soft((await postOrder(app, await buildOrder(app, order))).status).toBe(201)
    }
    const mails = await app.database.query<{ html: string }>('select body_html as html from messages')
    expect(mails.length).toBeGreaterThanOrEqual(payloads.length)
    for (const { html } of mails) expect.soft(runnable(html)).toEqual([])
  })
})
