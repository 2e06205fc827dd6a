import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startWebhooks } from '@tributary/parent/jobs/webhooks'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Postback } from '@tributary/protocol/postback'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, publishPlan } from '../../support/plan.ts'

let app: TestApp
let tracker: Server
let origin: string
const called: { method: string; url: URL }[] = []
let status = 204
const parameters = () => ({ code: app.affiliate.code })
const add = (url: string, events?: string[]) =>
  app.staff('postPostback', { parameters: parameters(), body: { url, ...(events && { events }) } })

beforeAll(async () => {
  app = await createTestApp({ allowsPrivateWebhooks: true })
  await publishPlan(app)
  app.clock.now += 24 * 60 * 60 * 1_000
  tracker = createServer((request, response) => {
    called.push({ method: request.method ?? '', url: new URL(request.url ?? '/', 'http://localhost') })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(tracker.address() as AddressInfo).port}`
})
afterAll(async () => {
  tracker.closeAllConnections()
  tracker.close()
  await app.close()
})

describe('a postback', () => {
  test('with a macro that there is none of, or in its host, or to where nothing is sent, is refused by name', async () => {
    const refusal = async (url: string) => ((await (await add(url)).json()) as Problem).detail
    expect(await refusal('https://t.example/?e={email}')).toContain('There is no macro {email}. There are {order_number}')
    expect(await refusal('https://{campaign}.t.example/')).toContain('host name')
    expect(await refusal('ftp://t.example/')).toContain('does not begin with https://')
  })

  test('is called for the affiliate’s own orders, with its macros replaced and nothing of the customer', async () => {
    const added = await add(
      `${origin}/pb?o={order_number}&a={amount}&c={currency}&k={commission}&s={sub_id}&n={campaign}&e={event}&t={time}`,
      ['order.placed', 'order.paid'],
    )
    expect(added.status).toBe(201)
    const touch = { site: app.site.key, campaign: 'spring & co', subId: 'news?1' }
    const { token } = (await (
      await app.fetch(`${app.origin}/v1/touches`, { method: 'POST', body: JSON.stringify({ ...touch, via: app.affiliate.code }) })
    ).json()) as { token: string }
    app.clock.now += 1_000
    const order = (await (await postOrder(app, await buildOrder(app, { touches: [token] }))).json()) as OrderAnswer
    await changeOrder(app, order, 'markOrderPaid')
    const job = startWebhooks(app.parent)
    await vi.waitFor(() => expect(called).toHaveLength(2), 5_000)
    await job.stop()
    // They are sent at once and arrive in any order.
    const [paid, placed] = called
      .map(({ method, url }) => ({ method, ...Object.fromEntries(url.searchParams) }) as Record<string, string>)
      .sort((a, b) => ((a['e'] ?? '') < (b['e'] ?? '') ? -1 : 1))
    expect(placed).toMatchObject({
      method: 'GET',
      o: order.number,
      a: '19.80',
      c: 'EUR',
      k: '',
      n: 'spring & co',
      s: 'news?1',
      e: 'order.placed',
    })
    expect(paid).toMatchObject({ o: order.number, e: 'order.paid', k: expect.stringMatching(/^\d+\.\d\d$/) })
    expect(called.map(({ url }) => url.href).join()).not.toMatch(/ada|Muster|Linden/i)
  })

  test('that fails is tried again like a webhook, and 410 ends it; staff’s webhooks do not list it', async () => {
    status = 410
    await postOrder(app, await buildOrder(app))
    const job = startWebhooks(app.parent)
    const state = async () =>
      ((await (await app.staff('listPostbacks', { parameters: parameters() })).json()) as { postbacks: Postback[] }).postbacks[0]
    await vi.waitFor(async () => expect((await state())?.state).toBe('disabled'), 5_000)
    await job.stop()
    expect(await state()).toMatchObject({ dead: 1, events: ['order.placed', 'order.paid'] })
    expect(await (await app.staff('listWebhooks')).json()).toEqual({ webhooks: [] })
    const id = (await state())?.id ?? ''
    expect((await app.staff('removePostback', { parameters: { ...parameters(), id } })).status).toBe(200)
    expect(await state()).toBeUndefined()
  })
})
