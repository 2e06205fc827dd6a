import { leadUrl } from '@tributary/parent/core/lead'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import type { Affiliate } from '@tributary/protocol/affiliate'
import type { Conversation } from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import { OFFERS_PER_REQUEST, type Offer, type OffersAnswer } from '@tributary/protocol/offer'
import type { Customer, OrderAnswer, OrderLetter, OrderPage, OrderRecord } from '@tributary/protocol/order'
import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../support/build.ts'
import { buildLead, uploaded } from '../support/conversation.ts'
import { parseHtml, textOf, textsOf } from '../support/markup.ts'
import { isSharedHere, naughtyStrings, piecesOf } from '../support/shared-data.ts'

/** Every naughty string, in pieces that a field of this length takes. */
const naughty = (most: number): string[] => [...new Set(naughtyStrings().flatMap((text) => piecesOf(text, most)))]

// Some fields must hold something that is not a space.
const filled = (text: string): string => (text.trim() === '' ? `x${text}` : text)

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

describe.skipIf(!isSharedHere)('every naughty string survives byte for byte', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.close())

  const staff = async <Answer>(...call: Parameters<TestApp['staff']>): Promise<Answer> => {
    const answer = await app.staff(...call)
    if (!answer.ok) throw new Error(`${call[0]} failed: ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
  const place = async (more: Parameters<typeof buildOrder>[1]): Promise<OrderAnswer & { readonly letter: OrderLetter }> => {
    const letter = await buildOrder(app, { lines: [{ sku: 'hoodie-blue-m', quantity: 1 }], expectedTotalMinor: 10_000_000, ...more })
    const answer = await postOrder(app, letter)
    if (answer.status !== 201) throw new Error(`${JSON.stringify(more)} was not placed: ${await answer.text()}`)
    return { ...((await answer.json()) as OrderAnswer), letter }
  }
  const page = async (url: string, init: RequestInit = {}) => {
    const answer = await app.app.request(url, init)
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    return parseHtml(await answer.text())
  }
  const mails = (kind: string) =>
    app.database.query<{ text: string; html: string }>(
      'select body_text as text, body_html as html from messages where kind = $1 order by message_id',
      [kind],
    )

  test('as what the customer writes, read back by staff', async () => {
    const expected = new Map<string, Customer>()
    const whole = naughtyStrings()
    for (const [index, text] of naughty(100).entries()) {
      const delivery = {
        name: filled(text),
        line1: filled(text),
        line2: text,
        postcode: '10115',
        city: filled(text),
        region: text,
        country: 'DE',
      }
      const customer = buildCustomer({ delivery, billing: delivery, note: whole[index] ?? '' })
      expected.set((await place({ customer })).orderId, customer)
    }
    expect([...expected.values()].map(({ note }) => note)).toEqual(expect.arrayContaining(whole))
    const received = new Map<string, Customer>()
    let next: string | undefined
    do {
      const found: OrderPage = await staff('listOrders', { query: `?limit=200${next ? `&cursor=${next}` : ''}` })
      for (const { orderId, customer } of found.orders) received.set(orderId, customer)
      next = found.next
    } while (next)
    expect(received).toEqual(expected)
  })

  test('as what the customer writes into the form without a script, shown in the review and carried on', async () => {
    for (const text of naughty(100)) {
      const delivery = { name: filled(text), line1: filled(text), line2: text, postcode: '10115', city: filled(text), country: 'DE' }
      const fields = { sku: 'mug', quantity: '1', email: 'ada@customer.example', region: text, note: text, ...delivery }
      const review = await page(`${app.origin}/o/mug`, { method: 'POST', body: new URLSearchParams(fields) })
      const inputs = Object.fromEntries(
        [...review.querySelectorAll('input')].map((one) => [one.getAttribute('name'), one.getAttribute('value')]),
      )
      expect.soft({ region: '', note: '', line2: '', ...inputs }).toMatchObject(fields)
      const { name, line1, line2, postcode, city, country } = delivery
      const shown = [name, line1, line2, `${postcode} ${city}`, country].filter((part) => part !== '').join(', ')
      expect.soft(textOf(review, 'h2 + p')).toBe(`${shown}\nConfirmation to ada@customer.example`)
    }
  })

  test('as the names of affiliates and sites, in their studio, on the hosted page that they lead to, and in their mails', async () => {
    const names = naughty(120).filter((name) => name !== '')
    const sites: AddedSite[] = []
    for (const [index, name] of names.entries()) {
      const affiliate = await staff<Affiliate>('postAffiliate', { body: { name, email: `a${index}@affiliate.example` } })
      const site = await staff<AddedSite>('postSite', { body: { affiliate: affiliate.code, name, origins: [app.pageOrigin] } })
      expect.soft([affiliate.name, site.name]).toEqual([name, name])
      sites.push(site)
      await place({ site: site.key as OrderLetter['site'] })
    }
    const { affiliates } = await staff<{ affiliates: Affiliate[] }>('listAffiliates')
    expect(affiliates.slice(-names.length).map(({ name }) => name)).toEqual(names)
    const found = await staff<{ sites: AddedSite[] }>('listSites')
    expect(found.sites.slice(-names.length).map(({ name }) => name)).toEqual(names)

    for (const { name, key } of sites) {
      expect.soft(textOf(await page(`${app.origin}/embed/${key}`), 'h1')).toBe(`Sell on “${name}”`)
      expect
        .soft(textsOf(await page(`${app.origin}/o/mug?via=${key}`), '.muted'))
        .toContain(`Sold and shipped by Acme. The site “${name}” earns a commission.`)
    }
    const letters = (await mails('sale_made')).slice(-names.length)
    for (const [index, name] of names.entries()) {
      expect.soft(letters[index]?.text.startsWith(`${name}, you made a sale.`)).toBe(true)
      expect.soft(textOf(parseHtml(letters[index]?.html ?? ''), 'p')).toBe(`${name}, you made a sale.`)
    }
  })

  test('as what is said and as the name of a file, read back by staff, on the customer’s page and in the mail', async () => {
    const names = naughty(190).map((text) => `${text}.txt`)
    const bodies = naughtyStrings().map(filled)
    const keyring = await app.parent.keyring(((await firstProgram(app.database)) as Program).programId)
    const turns = Array.from({ length: Math.max(names.length, bodies.length) }, (_, index) => ({
      name: names[index] ?? 'x.txt',
      body: bodies[index] ?? 'x',
    }))
    for (const some of chunksOf(turns, 100)) {
      const lead = await buildLead(app)
      for (const { name, body } of some) {
        const { id, secret } = await uploaded(app, Buffer.from('x'), name)
        await staff('postPost', { parameters: { id: lead.number }, body: { id: newId('post'), body, files: [{ id, secret }] } })
        app.clock.now += 3 * 60_000
      }
      // A form writes three characters as codes, and so these codes come back as characters: what browsers do, and no server can tell.
      const expected = some.map(({ name, body }) => [name.replace(/%22|%0a|%0d/gi, (code) => decodeURIComponent(code)), body])
      const { posts } = await staff<Conversation>('showConversation', { parameters: { id: lead.number } })
      expect(posts.map(({ attachments: [file], body }) => [file?.name, body])).toEqual(expected)
      const shown = await page(leadUrl(app.origin, keyring, lead.id))
      expect(textsOf(shown, '.said')).toEqual(some.map(({ body }) => body))
      expect(textsOf(shown, '.files a')).toEqual(expected.map(([name]) => name))
      const letters = (await mails('post_for_customer')).slice(-some.length)
      for (const [index, { body }] of some.entries()) {
        expect.soft(letters[index]?.text).toContain(`\n\n${body}\n\n`)
        expect.soft(textOf(parseHtml(letters[index]?.html ?? ''), 'blockquote')).toBe(body)
      }
    }
  })

  test('as what a form without a script says, and as who asks', async () => {
    const lead = await buildLead(app)
    const keyring = await app.parent.keyring(((await firstProgram(app.database)) as Program).programId)
    const bodies = naughtyStrings().map(filled)
    for (const body of bodies) {
      const form = new FormData()
      form.append('post', newId('post'))
      form.append('body', body)
      expect((await app.app.request(`${leadUrl(app.origin, keyring, lead.id)}/posts`, { method: 'POST', body: form })).status).toBe(303)
      app.clock.now += 3 * 60_000
    }
    const { posts } = await staff<Conversation>('showConversation', { parameters: { id: lead.number } })
    expect(posts.map(({ body }) => body)).toEqual(bodies.map((body) => body.replace(/\r\n?|\n/g, '\r\n')))
    for (const [index, name] of naughty(190).map(filled).entries()) {
      const fields = { post: newId('post'), name, body: 'x', email: `a${index}@customer.example` }
      const asked = await app.app.request(`${app.origin}/ask/mug`, { method: 'POST', body: new URLSearchParams(fields) })
      app.clock.now += 30_000
      const found = await staff<Conversation>('showConversation', {
        parameters: { id: asked.headers.get('Location')?.split('/')[4] ?? '' },
      })
      expect.soft([found.customer.name, found.posts[0]?.name]).toEqual([name, name])
    }
  })

  test('as carrier and tracking number, read back by staff, on the status page and in the mails', async () => {
    const parcels = naughty(80).filter((text) => text !== '')
    for (const some of chunksOf(parcels, 98)) {
      const lines = [{ sku: 'hoodie-blue-m', quantity: some.length + 1 }]
      const { orderId, statusUrl } = await place({ lines, shipping: 'express' })
      await staff('confirmOrder', { parameters: { id: orderId } })
      let record: OrderRecord | undefined
      for (const text of some) {
        const body = { carrier: text, tracking: text, lines: [{ sku: 'hoodie-blue-m', quantity: 1 }] }
        record = await staff<OrderRecord>('shipOrder', { parameters: { id: orderId }, body })
      }
      expect(record?.shipments.map(({ carrier, tracking }) => [carrier, tracking])).toEqual(some.map((text) => [text, text]))
      const shown = textOf(await page(statusUrl), '.steps li:nth-child(2)')
      for (const text of some) expect.soft(shown).toContain(` with ${text}, ${text}`)
    }
    const letters = await mails('order_shipped')
    expect(letters).toHaveLength(parcels.length)
    for (const [index, text] of parcels.entries()) {
      const sentence = `It travels with ${text}. The tracking number is ${text}.`
      expect.soft(letters[index]?.text).toContain(sentence)
      expect.soft(textsOf(parseHtml(letters[index]?.html ?? ''), 'p')[1]).toBe(sentence)
    }
  })

  test('as the reason of a cancellation, in the mail', async () => {
    const reasons = naughty(500).filter((text) => text !== '')
    for (const some of chunksOf(reasons, 99)) {
      const { orderId } = await place({ lines: [{ sku: 'hoodie-blue-m', quantity: some.length }], shipping: 'express' })
      for (const reason of some) {
        await staff('cancelOrder', { parameters: { id: orderId }, body: { reason, lines: [{ sku: 'hoodie-blue-m', quantity: 1 }] } })
      }
    }
    const letters = await mails('order_cancelled')
    expect(letters).toHaveLength(reasons.length)
    for (const [index, reason] of reasons.entries()) {
      expect.soft(letters[index]?.text).toContain(`The reason: ${reason}\n`)
      expect.soft(textsOf(parseHtml(letters[index]?.html ?? ''), 'p')[1]).toBe(`The reason: ${reason}`)
    }
  })

  test('as what the catalogue says, in the API, on the hosted page, on the status page and in the mails', async () => {
    const texts = naughty(80).filter((text) => text !== '')
    const offers = texts.map((text) => ({
      title: text,
      description: text,
      images: [{ src: 'media/x.svg', alt: text }],
      options: [{ name: text, values: [text] }],
      collections: [text],
      variants: [{ sku: text, options: [text], price: '1', weightGrams: 1 }],
    }))
    await staff('postCatalogue', { body: { format: 'tributary/1', currency: 'EUR', offers } })
    const found: Offer[] = []
    let next: string | undefined
    do {
      const query = `?site=${app.site.key}&limit=${OFFERS_PER_REQUEST}${next ? `&cursor=${next}` : ''}`
      const answer = (await (await app.fetch(`${app.origin}/v1/offers${query}`)).json()) as OffersAnswer
      found.push(...answer.offers)
      next = answer.next
    } while (next)
    expect(
      found.map(({ title, images, options, variants }) => [title, images[0]?.alt, options, variants[0]?.sku, variants[0]?.options]),
    ).toEqual(texts.map((text) => [text, text, [{ name: text, values: [text] }], text, [text]]))
    const inCollection = await app.fetch(
      `${app.origin}/v1/offers?site=${app.site.key}&collection=${encodeURIComponent(texts[0] as string)}`,
    )
    expect(((await inCollection.json()) as OffersAnswer).offers.map(({ title }) => title)).toEqual([texts[0]])

    for (const { title, url } of found) {
      const hosted = await page(url)
      expect.soft([textOf(hosted, 'h1'), hosted.querySelector('main img')?.getAttribute('alt')]).toEqual([title, title])
      expect.soft(hosted.querySelector('[name=sku]')?.getAttribute('value')).toBe(title)
    }
    for (const some of chunksOf(texts, 50)) {
      const { statusUrl } = await place({ lines: some.map((sku) => ({ sku, quantity: 1 })) })
      const rows = some.map((text) => `1 × ${text} (${text})`)
      expect(textsOf(await page(statusUrl), 'tbody th').slice(0, some.length)).toEqual(rows)
      const [letter] = (await mails('order_received')).slice(-1)
      expect(textsOf(parseHtml(letter?.html ?? ''), 'td:first-child').slice(0, some.length)).toEqual(rows)
      for (const row of rows) expect.soft(letter?.text).toContain(`${row}: `)
    }
  })
})
