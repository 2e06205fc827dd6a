import { leadUrl } from '@tributary/parent/core/lead'
import { showMail, showMails } from '@tributary/parent/pages/mail-page'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import type { Affiliate } from '@tributary/protocol/affiliate'
import { newId } from '@tributary/protocol/id'
import type { Offer, OffersAnswer } from '@tributary/protocol/offer'
import type { OrderAnswer, OrderLetter } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../support/build.ts'
import { buildLead, uploaded } from '../support/conversation.ts'
import { kindsOf, parseHtml, runnableParts } from '../support/markup.ts'
import { isSharedHere, piecesOf, scriptPayloads } from '../support/shared-data.ts'

const HARMLESS = 'harmless'

// Payloads whose point is an address.
const ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  '//evil.example/x.js',
]
const payloads = (): string[] => [...scriptPayloads(), ...ADDRESSES]
const pieces = (most: number): string[] => [...new Set(payloads().flatMap((text) => piecesOf(text, most)))]

// The scripts of the studio, and of the page in its frame, which shows the real widget.
const OURS = ['/assets/embed.js', '/assets/studio.js', '/v1/tributary.js']

describe.skipIf(!isSharedHere)('no payload becomes markup', () => {
  let app: TestApp
  let program: Program
  beforeAll(async () => {
    app = await createTestApp()
    program = (await firstProgram(app.database)) as Program
  })
  afterAll(() => app.close())

  const staff = async <Answer>(...call: Parameters<TestApp['staff']>): Promise<Answer> => {
    const answer = await app.staff(...call)
    if (!answer.ok) throw new Error(`${call[0]} failed: ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
  const place = async (more: Parameters<typeof buildOrder>[1] = {}): Promise<OrderAnswer> => {
    const answer = await postOrder(app, await buildOrder(app, { expectedTotalMinor: 10_000_000, ...more }))
    if (answer.status !== 201) throw new Error(`${JSON.stringify(more)} was not placed: ${await answer.text()}`)
    return (await answer.json()) as OrderAnswer
  }
  const get = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
    (await app.app.request(new URL(path, app.origin), { headers })).text()
  const post = async (path: string, fields: Record<string, string>): Promise<string> =>
    (await app.app.request(new URL(path, app.origin), { method: 'POST', body: new URLSearchParams(fields) })).text()
  const mail = async (kind: string): Promise<string> =>
    (
      await app.database.query<{ html: string }>(
        'select body_html as html from messages where kind = $1 order by message_id desc limit 1',
        [kind],
      )
    )[0]?.html ?? ''

  /** Pages made from a payload run nothing, and have no kind of element or attribute that the same pages made from a harmless text have not. */
  const expectHarmless = async (texts: readonly string[], pagesFrom: (text: string) => Promise<string[]>): Promise<void> => {
    const known = (await pagesFrom(HARMLESS)).map((html) => kindsOf(parseHtml(html)))
    for (const text of texts) {
      for (const [index, html] of (await pagesFrom(text)).entries()) {
        const page = parseHtml(html)
        expect.soft({ text, runnable: runnableParts(page, OURS) }).toEqual({ text, runnable: [] })
        expect.soft({ text, strange: [...kindsOf(page)].filter((kind) => !known[index]?.has(kind)) }).toEqual({ text, strange: [] })
      }
    }
  }

  test('on pages whose address holds it', async () => {
    await expectHarmless(payloads(), async (text) => {
      const part = encodeURIComponent(text)
      return Promise.all([
        get(`/o/mug?via=${part}`),
        get(`/o/${part}`),
        get(`/embed/${part}`),
        studio(`?offer=${part}`),
        get(`/order/${part}/${part}`),
      ])
    })
  })

  // Its one frame is of ours, and asks for what the page itself was asked for.
  const studio = async (query: string, key: string = app.site.key): Promise<string> =>
    (await get(`/embed/${key}${query}`)).replace(/<iframe src="\/embed\/[^"]*" title="Preview" class="phone"><\/iframe>/, '')

  test('on the studio, in all that can be pasted from it, and in its preview', async () => {
    const texts = pieces(100).filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text))
    await expectHarmless(texts, async (text) => {
      const part = encodeURIComponent(text)
      // What it has of its own: the script by its whole address, and links that open a tab.
      const preview = (await get(`/embed/${app.site.key}/preview?label=${part}&earns=${part}&offer=mug`))
        .replace(' src="https://parent.example/v1/tributary.js"', ' src="/v1/tributary.js"')
        .replace('<base target="_blank">', '')
      return [await studio(`?label=${part}&earns=${part}&offer=mug`), await studio(`?kind=share&label=${part}&earns=${part}`), preview]
    })
  })

  test('in the form that is shown again, with what is wrong in it, and in the review', async () => {
    const delivery = { line1: 'x', postcode: '10115', city: 'x', country: 'DE' }
    await expectHarmless(pieces(100), async (text) => {
      const all = {
        name: text,
        line1: text,
        line2: text,
        city: text,
        region: text,
        note: text,
        email: 'ada@customer.example',
        via: text,
        code: text,
      }
      return Promise.all([
        post('/o/mug', { ...all, sku: text, quantity: text, country: 'DE', postcode: text, phone: text }),
        post('/o/mug', { ...all, sku: 'mug', quantity: '1', email: text, country: text, postcode: text, phone: text }),
        post('/o/mug/order', { ...all, ...delivery, sku: 'mug', quantity: '1', quote: text, orderId: text, shipping: text }),
        post('/o/mug', { ...all, sku: 'mug', quantity: '1', ...delivery, name: `${text}x`, line1: `${text}x`, city: `${text}x` }),
      ])
    })
  })

  test('from an e-mail address, in the review and beside the mails', async () => {
    const addresses = payloads().map((text) => `"${text.replaceAll('"', '')}"@x.example`)
    await expectHarmless(
      addresses.filter((address) => address.length <= 254 && !/\p{Cc}/u.test(address)),
      async (email) => {
        const fields = { sku: 'mug', quantity: '1', name: 'x', line1: 'x', postcode: '10115', city: 'x', country: 'DE' }
        const safe = email === HARMLESS ? 'x@x.example' : email
        await place({ customer: buildCustomer({ email: safe }) })
        const [message] = await app.database.query<{ id: number }>('select message_id as id from messages where recipient = $1', [safe])
        const shown = await (await showMail(app.parent, program, Number(message?.id))).text()
        return [await post('/o/mug', { ...fields, email: safe }), withoutFrame(shown)]
      },
    )
    const list = parseHtml(await (await showMails(app.parent, program)).text())
    expect([runnableParts(list), list.querySelectorAll('tbody tr').length]).toEqual([[], 200])
  })

  // Mails are shown in a frame of ours that can do nothing.
  const withoutFrame = (html: string): string =>
    html.replace(/<iframe class="letter" sandbox="[^"]*" src="[^"]*" title="[^"]*"><\/iframe>/, '')

  test('from the names of affiliates and sites', async () => {
    await expectHarmless(pieces(120), async (name) => {
      const affiliate = await staff<Affiliate>('postAffiliate', { body: { name, email: 'x@affiliate.example' } })
      const site = await staff<AddedSite>('postSite', { body: { affiliate: affiliate.code, name, origins: [app.pageOrigin] } })
      await place({ site: site.key as OrderLetter['site'], lines: [{ sku: 'hoodie-blue-m', quantity: 1 }] })
      return [await studio('', site.key), await get(`/o/mug?via=${site.key}`), await mail('sale_made')]
    })
  })

  test('from what is said, from the names of files and of who asks, and from the questions and answers of a request', async () => {
    const keyring = await app.parent.keyring(program.programId)
    const session = await signIn()
    await expectHarmless(pieces(190), async (text) => {
      const said = text.trim() === '' ? `x${text}` : text
      const contact = { name: said, email: 'ada@customer.example', answers: { a: said, b: [said] }, consents: [said] }
      const questions = ['a', 'b'].map((id) => ({ id, kind: 'text' as const, label: said, isNeeded: false }))
      const lead = await buildLead(app, { contact, questions, subject: said })
      const { id, secret } = await uploaded(app, Buffer.from('x'), `${said}.txt`)
      await staff('postPost', { parameters: { id: lead.number }, body: { id: newId('post'), body: said, files: [{ id, secret }] } })
      app.clock.now += 3 * 60_000
      const customer = new URL(leadUrl(app.origin, keyring, lead.id)).pathname
      const own = (path: string) => get(path, { Cookie: session })
      const pages = [get(customer), own(`/affiliate/leads/${lead.number}`), own('/affiliate/leads?state=contacted')]
      const forms = [
        post(`/ask/mug`, { name: text, email: text, body: text, via: text, post: text }),
        get(`/ask/mug?via=${encodeURIComponent(text)}`),
      ]
      const shown = await Promise.all([...pages, ...forms])
      const letters = [await mail('post_for_customer'), await mail('post_for_affiliate')]
      await app.database.query('delete from leads')
      return [...shown, ...letters]
    })
  })

  const signIn = async (): Promise<string> => {
    await post('/affiliate/sign-in', { email: 'kim@fernweh.example' })
    const link = /\/affiliate\/sign-in\/[\w-]+/.exec(await mail('sign_in_link'))?.[0] ?? ''
    const entered = await app.app.request(new URL(link, app.origin), { method: 'POST' })
    return entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  }

  test('from what staff write: carrier, tracking, reason', async () => {
    await expectHarmless(pieces(80), async (text) => {
      const { orderId, statusUrl } = await place({ lines: [{ sku: 'hoodie-blue-m', quantity: 2 }] })
      const parameters = { id: orderId }
      const lines = [{ sku: 'hoodie-blue-m', quantity: 1 }]
      await staff('confirmOrder', { parameters })
      await staff('shipOrder', { parameters, body: { carrier: text, tracking: text, trackingUrl: 'https://carrier.example/x', lines } })
      await staff('cancelOrder', { parameters, body: { reason: text, lines } })
      return [await get(statusUrl), await mail('order_shipped'), await mail('order_cancelled')]
    })
  })

  test('from a tracking address, which must be one of the web', async () => {
    const { orderId, statusUrl } = await place({ lines: [{ sku: 'hoodie-blue-m', quantity: 99 }], shipping: 'express' })
    const parameters = { id: orderId }
    await staff('confirmOrder', { parameters })
    for (const text of ADDRESSES) {
      const answer = await app.staff('shipOrder', { parameters, body: { carrier: 'x', trackingUrl: text } })
      expect(((await answer.json()) as Problem).errors?.[0]?.pointer).toBe('/trackingUrl')
    }
    const trackingUrl = 'https://carrier.example/"><script>alert(1)</script>'
    await staff('shipOrder', { parameters, body: { carrier: 'x', tracking: 'x', trackingUrl } })
    const page = parseHtml(await get(statusUrl))
    expect([runnableParts(page), page.querySelector('.steps a')?.getAttribute('href')]).toEqual([[], trackingUrl])
  })

  describe('from the catalogue,', () => {
    const pagesOf = async ({ handle, variants }: Offer): Promise<string[]> => {
      const lines = variants.slice(0, 1).map(({ sku }) => ({ sku, quantity: 1 }))
      const { statusUrl } = await place({ lines })
      const fields = {
        sku: lines[0]?.sku ?? '',
        quantity: '1',
        email: 'x@x.example',
        name: 'x',
        line1: 'x',
        postcode: '10115',
        city: 'x',
        country: 'DE',
      }
      const pages = [get(`/o/${handle}`), post(`/o/${handle}`, fields), get(statusUrl)]
      return [...(await Promise.all(pages)), await mail('order_received'), await mail('order_arrived'), await mail('sale_made')]
    }
    const offers = async (): Promise<readonly Offer[]> =>
      ((await (await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&limit=100`)).json()) as OffersAnswer).offers
    const importFile = async (body: unknown) => {
      await staff('postCatalogue', { body })
      // What the offers answer remembers is a second old at most.
      await new Promise((resolve) => setTimeout(resolve, 1_100))
    }

    test('our own format: title, description, alternative text, options, collections, SKU', async () => {
      const texts = pieces(80)
      const offer = (text: string, index: number) => ({
        handle: `p-${index}`,
        title: text,
        description: `${text}\n\n${text}`,
        images: [{ src: 'media/x.svg', alt: text, width: 1, height: 1 }],
        options: [{ name: text, values: [text, 'other'] }],
        collections: [text],
        variants: [text, 'other'].map((value) => ({
          sku: value === 'other' ? `other-${index}` : text,
          options: [value],
          price: '1',
          weightGrams: 1,
        })),
      })
      for (let first = 0; first < texts.length; first += 50) {
        const some = [HARMLESS, ...texts.slice(first, first + 50)]
        await importFile({ format: 'tributary/1', currency: 'EUR', offers: some.map(offer) })
        const found = new Map((await offers()).map((one) => [one.title, one]))
        expect([...found.keys()]).toEqual(some)
        await expectHarmless(some, async (text) => pagesOf(found.get(text) as Offer))
        const home = parseHtml(await get('/'))
        expect([runnableParts(home), home.querySelectorAll('.offers li').length]).toEqual([[], some.length])
        const handles = some.map((text) => found.get(text)?.handle ?? '')
        await expectHarmless(handles, async (handle) => [await studio(`?offer=${handle === HARMLESS ? handles[0] : handle}`)])
      }
    })

    test('WooCommerce’s format: name, description as HTML and as text', async () => {
      const texts = [HARMLESS, ...payloads().filter((text) => text.trim() === text)]
      const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
      const rows = texts.map((text, index) =>
        ['simple', `woo-${index}`, cell(text), '1', cell(text), cell(`<p>${text}</p><p>${text}</p>`)].join(','),
      )
      await importFile(['Type,SKU,Name,Regular price,Short description,Description', ...rows].join('\n'))
      for (const text of texts) {
        // A spreadsheet would take it for a formula, so WooCommerce writes the apostrophe itself.
        const title = text.replace(/^'(?=[=+\-@])/, '')
        const { handle } =
          (await app.database.query<{ handle: string }>('select handle from offers where title = $1 and published', [title]))[0] ?? {}
        const page = parseHtml(await get(`/o/${handle}`))
        expect.soft([text, runnableParts(page), page.querySelector('h1')?.textContent]).toEqual([text, [], title])
        expect
          .soft([
            text,
            [...page.querySelectorAll('.panel > *')].map(({ tagName }) => tagName).filter((name) => !/^(H1|P|FORM)$/.test(name)),
          ])
          .toEqual([text, []])
      }
    })

    test('an address of a picture that is none of the web or of ours is refused', async () => {
      for (const src of [...ADDRESSES, 'media/../x.svg', 'media/%2e%2e/x']) {
        const images = [{ src, alt: '' }]
        const file = {
          format: 'tributary/1',
          currency: 'EUR',
          offers: [{ title: 'x', images, variants: [{ sku: 'x', price: '1', weightGrams: 1 }] }],
        }
        const answer = await app.staff('postCatalogue', { body: file })
        expect.soft([src, ((await answer.json()) as Problem).rows?.[0]?.column]).toEqual([src, '/offers/0/images/0/src'])
      }
    })
  })

  test('in problems: they are JSON, whatever they repeat', async () => {
    for (const text of payloads()) {
      const order = await buildOrder(app, {
        code: text.slice(0, 64),
        lines: [{ sku: text.slice(0, 200), quantity: 1 }],
        shipping: text.slice(0, 40),
      })
      const answers = await Promise.all([
        postOrder(app, order),
        postOrder(app, { ...order, [text]: text }),
        postOrder(app, text),
        app.fetch(`${app.origin}/v1/touches`, { method: 'POST', body: JSON.stringify({ site: app.site.key, via: text.slice(0, 64) }) }),
        app.fetch(`${app.origin}/v1/${encodeURIComponent(text)}`),
        app.fetch(`${app.origin}/v1/offers?site=${encodeURIComponent(text)}`),
      ])
      for (const answer of answers) {
        expect.soft([text, answer.headers.get('Content-Type')]).toEqual([text, 'application/problem+json'])
        expect.soft(answer.status).toBeLessThan(500)
      }
    }
  })
})
