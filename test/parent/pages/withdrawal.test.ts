import type { OrderAnswer } from '@tributary/protocol/order'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { takeMails } from '../../support/mail.ts'
import { changeOrder } from '../../support/plan.ts'

const NAUGHTY = '"><script>alert(1)</script> & O’Brien \u202Etfel 😀'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const place = async (...steps: Parameters<typeof changeOrder>[2][]): Promise<OrderAnswer> => {
  const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 })
  const answer = (await (await postOrder(app, order)).json()) as OrderAnswer
  await changeOrder(app, answer, ...steps)
  await takeMails(app)
  return answer
}
const open = async (url: string) => (await app.app.request(url)).text()
const press = (url: string, fields: Record<string, string> = {}) =>
  app.app.request(url, { method: 'POST', body: new URLSearchParams(fields) })
const hidden = (page: string): string => /name="id" value="(ret_[\w-]{21})"/.exec(page)?.[1] ?? ''
const SENT = ['markOrderPaid', 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder'] as const

describe('without a script', () => {
  test('a customer cancels in two steps, and the second is what counts', async () => {
    const { statusUrl } = await place('markOrderPaid')
    expect(await open(statusUrl)).toContain('Cancel this order')
    expect(await open(`${statusUrl}/cancel`)).toContain('Cancel the order now')
    expect(await open(statusUrl)).not.toContain('was cancelled')
    const pressed = await press(`${statusUrl}/cancel`)
    expect([pressed.status, pressed.headers.get('Location')]).toEqual([303, new URL(statusUrl).pathname])
    const page = await open(statusUrl)
    expect(page).toContain('This order was cancelled on')
    expect(page).not.toContain('Cancel this order')
    expect((await takeMails(app)).map(({ kind }) => kind)).toEqual(['order_cancelled', 'order_cancelled_by_customer'])
  })

  test('an order that was shipped meanwhile is not cancelled, and the page says why', async () => {
    const order = await place('confirmOrder')
    await changeOrder(app, order, ['shipOrder', { carrier: 'DHL' }])
    expect(await (await press(`${order.statusUrl}/cancel`)).text()).toContain('was shipped already. Withdraw from the contract instead.')
    expect(await open(order.statusUrl)).toContain('Withdraw from contract here')
  })

  test('a customer withdraws by a statement that is shown once more, whatever is written in it', async () => {
    const order = await place(...(SENT as unknown as Parameters<typeof changeOrder>[2][]))
    const url = `${order.statusUrl}/withdrawal`
    const form = await open(url)
    expect(form).toContain('value="Ada Muster"')
    const fields = { id: hidden(form), name: NAUGHTY, email: 'ada@customer.example', 'q:mug': '1', reason: NAUGHTY }
    const review = await (await press(url, fields)).text()
    expect(review).toContain('Confirm withdrawal')
    expect(review).toContain('<li>1 × Enamel mug</li>')
    expect(review).not.toContain('<script>')
    expect(await takeMails(app)).toEqual([])

    const pressed = await press(url, { ...fields, step: 'confirm' })
    expect([pressed.status, pressed.headers.get('Location')]).toEqual([303, `${new URL(order.statusUrl).pathname}?withdrawn`])
    expect((await press(url, { ...fields, step: 'confirm' })).status).toBe(303)
    expect((await takeMails(app)).filter(({ kind }) => kind === 'withdrawal_received')).toHaveLength(1)
    const [row, ...more] = await app.database.query<{ name: string; reason: string }>('select name, reason from returns')
    expect([row, more]).toEqual([{ name: NAUGHTY, reason: NAUGHTY }, []])
    const page = await open(order.statusUrl)
    expect(page).toContain('please send the pieces back')
    expect(page).toContain('without giving a reason up to and with')
  })

  test.each([
    ['no pieces', { 'q:mug': '0' }, 'Say how many pieces it is about.'],
    ['no name', { name: ' ' }, 'Please give your name.'],
    ['no address for the receipt', { email: 'nowhere' }, 'An e-mail address has the form name@example.com.'],
  ])('a statement with %s is shown again with what is missing', async (_, fields, sentence) => {
    const { statusUrl } = await place(...(SENT as unknown as Parameters<typeof changeOrder>[2][]))
    const form = await open(`${statusUrl}/withdrawal`)
    const all = { id: hidden(form), name: 'Ada', email: 'ada@customer.example', 'q:mug': '1', ...fields }
    const again = await press(`${statusUrl}/withdrawal`, all)
    expect(again.status).toBe(422)
    expect(await again.text()).toContain(sentence)
  })

  test('a wrong secret opens none of these pages', async () => {
    const { orderId } = await place()
    for (const path of ['cancel', 'withdrawal']) {
      const url = `${app.origin}/order/${orderId}/wrong/${path}`
      expect((await app.app.request(url)).status).toBe(404)
      expect((await press(url)).status).toBe(404)
    }
  })
})
