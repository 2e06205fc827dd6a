import type { Lead, LeadContact, LeadPage } from '@tributary/protocol/lead'
import { type LeadDetails, type UnsentEntry, uploadFile } from '@tributary/sdk'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addService, buildContact, ofLead } from '../support/deal.ts'
import { buildDevice, type Kept } from '../support/device.ts'
import { openPage, type Page, type Sent } from './page.ts'

const CONSENT = 'You may write to me about this.'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app, { consents: [CONSENT] })
})
afterAll(() => app.close())

const isLead = ({ url }: Sent) => url.pathname === '/v1/leads'
const isDown = (sent: Sent, pass: () => Promise<Response>) => (isLead(sent) ? Promise.reject(new TypeError('offline')) : pass())
const bodies = ({ sent }: Page) => sent.filter(isLead).map(({ body }) => body)
const leads = async (): Promise<LeadPage['leads']> =>
  ((await (await app.staff('listLeads', { query: '?limit=200' })).json()) as LeadPage).leads

/** What a customer asks for; each with a mailbox of its own, so that no limit of one mailbox is met. */
let asked = 0
const buildAsk = (contact: Partial<LeadContact> = {}): LeadDetails => ({
  offer: { handle: 'kitchen-planning', title: 'Kitchen planning' },
  contact: { ...buildContact(), email: `ada${++asked}@example.com`, consents: [CONSENT], ...contact },
})

describe('a request', () => {
  test('is placed and told, and says who asks only to the parent', async () => {
    const page = openPage(app)
    const told = vi.fn()
    page.shop.on('lead', told)
    const details = buildAsk({ name: 'Ada Ünïcode 𝒳' })
    const outcome = await page.shop.lead(details)

    expect(outcome).toMatchObject({ outcome: 'placed', answer: { state: 'new', statusUrl: expect.stringContaining('/request/led_') } })
    expect(told).toHaveBeenCalledOnce()
    expect(bodies(page)[0]).not.toContain('"name"')
    expect(bodies(page)[0]).not.toContain(details.contact.email)
    const number = outcome.outcome === 'placed' ? outcome.answer.number : ''
    expect(await ofLead<Lead>(app, 'showLead', number)).toMatchObject({ contact: { name: 'Ada Ünïcode 𝒳', email: details.contact.email } })
  })

  test('is kept before its first byte is sent, and gone once it was answered', async () => {
    const kept: Kept = new Map()
    const atFirstByte: UnsentEntry[] = []
    const page = openPage(
      app,
      (sent, pass) => {
        if (isLead(sent)) atFirstByte.push(...kept.values())
        return pass()
      },
      { kept },
    )
    await page.shop.lead(buildAsk())
    expect(atFirstByte).toMatchObject([{ leadId: expect.stringMatching(/^led_/), title: 'Kitchen planning' }])
    expect(JSON.stringify(atFirstByte)).not.toContain('example.com')
    expect(kept.size).toBe(0)
  })

  test('pressed twice is one request; changed in between it is another', async () => {
    const before = (await leads()).length
    const page = openPage(app)
    const details = buildAsk()
    const both = await Promise.all([page.shop.lead(details), page.shop.lead(structuredClone(details))])
    expect(new Set(both.map((one) => one.outcome === 'placed' && one.answer.number)).size).toBe(1)
    await page.shop.lead(buildAsk())
    expect((await leads()).length).toBe(before + 2)
  })

  test('whose answer was lost goes again with the same bytes, and is one request', async () => {
    const before = (await leads()).length
    let lost = 0
    const page = openPage(app, async (sent, pass) => {
      const answer = await pass()
      if (!isLead(sent) || lost++ > 0) return answer
      throw new TypeError('the connection broke after the parent had it')
    })
    expect((await page.shop.lead(buildAsk())).outcome).toBe('placed')
    expect(bodies(page)).toHaveLength(2)
    expect(new Set(bodies(page)).size).toBe(1)
    expect((await leads()).length).toBe(before + 1)
  })

  test('that the parent refuses is refused, by the field, and the next one is a new one', async () => {
    const page = openPage(app)
    const outcome = await page.shop.lead(buildAsk({ consents: [] }))
    expect(outcome).toMatchObject({ outcome: 'refused', problem: { code: 'request_invalid', errors: [{ pointer: '/contact/consents' }] } })
    expect((await page.shop.lead(buildAsk())).outcome).toBe('placed')
  })

  test('is saved where nobody answers, and the next visit sends it by itself', async () => {
    const kept: Kept = new Map()
    const impatient = {
      ...buildDevice({ kept }),
      wait: (delayMs: number) => (delayMs === 30_000 ? Promise.resolve() : new Promise<void>(() => {})),
    }
    const first = openPage(app, isDown, { device: impatient })
    expect(await first.shop.lead(buildAsk())).toMatchObject({ outcome: 'saved', leadId: expect.stringMatching(/^led_/) })

    const before = (await leads()).length
    const next = openPage(app, undefined, { kept })
    const [left] = await (await next.shop.unsent()).resume()
    expect(left?.entry).toMatchObject({ title: 'Kitchen planning' })
    expect(await left?.settled).toMatchObject({ outcome: 'placed', answer: { state: 'new' } })
    expect((await leads()).length).toBe(before + 1)
    expect(kept.size).toBe(0)
  })

  test('can be forgotten, and is never sent then', async () => {
    const kept: Kept = new Map()
    const device = {
      ...buildDevice({ kept }),
      now: () => Date.now() - 25 * 60 * 60 * 1_000,
      wait: (delayMs: number) => (delayMs === 30_000 ? Promise.resolve() : new Promise<void>(() => {})),
    }
    const outcome = await openPage(app, isDown, { device }).shop.lead(buildAsk())
    if (outcome.outcome !== 'saved') throw new Error(`expected saved, received ${outcome.outcome}`)

    const page = openPage(app, undefined, { kept })
    const [left] = await (await page.shop.unsent()).resume()
    expect(left?.settled).toBeUndefined()
    expect(await (await page.shop.unsent()).forget(outcome.leadId)).toBe(true)
    expect(bodies(page)).toEqual([])
  })

  test('counts as taken only where the answer names it', async () => {
    const foreign = { leadId: 'led_aaaaaaaaaaaaaaaaaaaaa', number: '00000000', state: 'new' }
    let isForeign = true
    const page = openPage(app, (sent, pass) => {
      if (!isLead(sent) || !isForeign) return pass()
      isForeign = false
      return Promise.resolve(Response.json(foreign, { status: 201 }))
    })
    const outcome = await page.shop.lead(buildAsk())
    expect(outcome.outcome === 'placed' && outcome.answer.leadId).not.toBe(foreign.leadId)
    expect(bodies(page)).toHaveLength(2)
  })
})

describe('a file', () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const send = (file: File) => uploadFile(app.origin, app.site.key, file, ((input, init) => app.fetch(String(input), init)) as typeof fetch)

  test('is handed over before the request, under its own name', async () => {
    const sent = await send(new File([png], 'Küche 𝒳.png', { type: 'image/png' }))
    expect(sent).toMatchObject({ ok: true, value: { name: 'Küche 𝒳.png', secret: expect.any(String) } })
  })

  test('that is not what it says is refused with the reason', async () => {
    const sent = await send(new File(['MZ'.padEnd(200, '\0')], 'kitchen.png', { type: 'image/png' }))
    expect(sent).toMatchObject({ ok: false, error: { code: 'attachment_refused', final: true, answered: true } })
  })

  test('that nobody answers is not lost: it says so', async () => {
    const sent = await uploadFile('https://shop.example', 'site_x', new File(['x'], 'x.txt'), () =>
      Promise.reject(new TypeError('offline')),
    )
    expect(sent).toMatchObject({ ok: false, error: { code: 'unavailable', answered: false } })
  })
})
