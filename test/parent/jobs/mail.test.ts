import { startMail } from '@tributary/parent/jobs/mail'
import type { OrderAnswer } from '@tributary/protocol/order'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { type Smtp, startSmtp } from '../../support/smtp.ts'

let app: TestApp
let smtp: Smtp

beforeAll(async () => {
  app = await createTestApp()
  smtp = await startSmtp()
})
afterAll(async () => {
  await smtp.close()
  await app.close()
})

const start = () => startMail({ database: app.database, smtpUrl: smtp.url, log: pino({ level: 'silent' }) })
const states = async () =>
  (
    await app.database.query<{ state: string; attempts: number }>('select state, attempts from messages where not test order by message_id')
  ).map(({ state, attempts }) => `${state} ${attempts}`)

describe('mail', () => {
  test('goes to customer, affiliate and staff, and what failed once is sent at the next attempt', async () => {
    smtp.refuse(1)
    await postOrder(app, await buildOrder(app, { customer: buildCustomer({ email: 'ada@customer.example' }) }))
    const job = start()
    await expect.poll(states, { timeout: 10_000 }).toEqual(['due 1', 'sent 1', 'sent 1'])
    // The next attempt is ten seconds away; the test does not wait for it.
    await app.database.query(`update messages set due_at = now() where state = 'due'`)
    job.wake()
    await expect.poll(states, { timeout: 10_000 }).toEqual(['sent 2', 'sent 1', 'sent 1'])
    await job.stop()
    expect(smtp.received.map(({ to }) => to).sort()).toEqual(['ada@customer.example', 'kim@fernweh.example', 'staff@acme.example'])
  })

  test('to the customer carries the status link, as text and as HTML, from the program’s address', async () => {
    const mail = smtp.received.find(({ to }) => to === 'ada@customer.example')?.raw ?? ''
    expect(mail).toContain('From: Acme <shop@acme.example>')
    expect(mail).toContain('multipart/alternative')
    expect(mail.replaceAll('=\r\n', '')).toContain('https://parent.example/order/ord_')
  })

  test('to the affiliate says nothing about the customer', async () => {
    const mail = smtp.received.find(({ to }) => to === 'kim@fernweh.example')?.raw ?? ''
    expect(mail).toMatch(/Subject: You made a sale: order [0-9A-Z]{8}/)
    expect(mail).not.toMatch(/ada@customer|Muster|Lindenweg/)
  })

  test('never goes to two people because an address holds a comma', async () => {
    const email = 'eve@evil.example,mallory@evil.example'
    await postOrder(app, await buildOrder(app, { customer: buildCustomer({ email }) }))
    const job = start()
    await expect.poll(async () => (await states()).filter((state) => state === 'due 0'), { timeout: 10_000 }).toEqual([])
    await job.stop()
    expect(smtp.received.map(({ to }) => to).filter((to) => /^(eve|mallory)@/.test(to))).toEqual([])
  })

  test('of a test site is never sent', async () => {
    const order = await buildOrder(app, { site: app.testSite.key })
    expect(((await (await postOrder(app, order)).json()) as OrderAnswer).test).toBe(true)
    const before = smtp.received.length
    const job = start()
    job.wake()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await job.stop()
    expect(smtp.received).toHaveLength(before)
  })

  test('is given up after eight attempts, with the reason kept', async () => {
    await postOrder(app, await buildOrder(app))
    await app.database.query(`update messages set attempts = 7 where state = 'due' and not test`)
    smtp.refuse(3)
    const job = start()
    await expect.poll(async () => (await states()).filter((state) => state === 'failed 8'), { timeout: 10_000 }).toHaveLength(3)
    await job.stop()
    const [row] = await app.database.query<{ failure: string }>(`select failure from messages where state = 'failed'`)
    expect(row?.failure).toContain('try again later')
  })
})
