import type { UploadAnswer } from '@tributary/protocol/conversation'
import type { LeadAnswer } from '@tributary/protocol/lead'
import { uploadFile } from '@tributary/sdk'
import { describe, expect, test } from 'vitest'
import { buildContact } from '../support/deal.ts'
import { type ContractPage, problemOf } from './contract.ts'

const CONSENTS = ['You may call me.']

/** What holds of requests for services, and of what else a page tells the parent. */
export function requestsAndVisits(page: () => ContractPage): void {
  const ask = async (lead: unknown) => page().post('/v1/leads', lead)

  describe('a request for a service', () => {
    test('of the SDK, sealed, is taken', async () => {
      const offer = { handle: 'kitchen-planning', title: 'Kitchen planning' }
      const contact = buildContact({ email: 'bo@customer.example', answers: { rooms: 3 }, consents: CONSENTS })
      const outcome = await page().shop.lead({ offer, contact })
      expect(outcome).toMatchObject({ outcome: 'placed', answer: { state: 'new', attribution: { affiliate: 'FERNWEH', reason: 'site' } } })
    })

    test('is created once, and its status is for whoever has its secret', async () => {
      const lead = await page().lead()
      const responses = [await ask(lead), await ask(lead)]
      expect(responses.map(({ status }) => status)).toEqual([201, 200])
      const [first, second] = (await Promise.all(responses.map((response) => response.json()))) as [LeadAnswer, LeadAnswer]
      expect(second).toEqual(first)
      expect(Date.parse(first.answerBy ?? '') - Date.parse(first.receivedAt)).toBe(48 * 60 * 60_000)

      expect(first.statusUrl).toMatch(new RegExp(`^${page().parent.origin}/request/${lead.id}/[\\w-]{20,}$`))
      const secret = first.statusUrl.split('/').at(-1)
      const status = await page().get(`/v1/leads/${lead.id}?secret=${secret}`)
      expect(await status.json()).toMatchObject({
        leadId: lead.id,
        number: first.number,
        offer: { handle: 'kitchen-planning' },
        state: 'new',
      })
      expect(await problemOf(await page().get(`/v1/leads/${lead.id}?secret=guess`))).toMatchObject({ code: 'lead_unknown' })
    })

    test('with the id of another one is refused', async () => {
      const lead = await page().lead()
      await ask(lead)
      const other = { ...lead, contact: buildContact({ name: 'Bo', answers: { rooms: 2 }, consents: CONSENTS }) }
      expect(await problemOf(await ask(other))).toMatchObject({ code: 'lead_id_reused', leadId: lead.id })
    })

    test.each([
      ['about what is no service', { offer: 'mug' }, 'offer_unknown', undefined],
      ['about nothing', { offer: 'nothing' }, 'offer_unknown', undefined],
      ['without an answer that is needed', { contact: buildContact({ consents: CONSENTS }) }, 'request_invalid', '/contact/answers/rooms'],
      ['without consent', { contact: buildContact({ answers: { rooms: 1 } }) }, 'request_invalid', '/contact/consents'],
      [
        'with an answer to what is not asked',
        { contact: buildContact({ answers: { rooms: 1, colour: 'red' }, consents: CONSENTS }) },
        'request_invalid',
        '/contact/answers/colour',
      ],
    ])('%s is refused', async (_, more, code, pointer) => {
      const lead = await page().lead(more)
      const problem = await problemOf(await ask(lead))
      expect(problem).toMatchObject({ code, leadId: lead.id, final: true })
      expect(problem.errors?.[0]?.pointer).toBe(pointer)
    })
  })

  describe('a visit', () => {
    test('of an affiliate is answered with a token', async () => {
      const touch = { site: page().parent.site, via: 'fernweh', campaign: 'spring', path: '/post' }
      const response = await page().post('/v1/touches', touch)
      expect([response.status, await response.json()]).toEqual([201, { token: expect.stringMatching(/^v1(\.[\w-]+){3}$/) }])
    })

    test('of nobody is refused', async () => {
      const response = await page().post('/v1/touches', { site: page().parent.site, via: 'NOBODY' })
      expect(await problemOf(response)).toMatchObject({ code: 'affiliate_unknown', errors: [{ pointer: '/via' }] })
    })
  })

  describe('a file', () => {
    test('is taken before the request that it belongs to', async () => {
      const { parent, fetch } = page()
      const file = new File(['Two rooms.'], 'rooms.txt', { type: 'text/plain' })
      const uploaded = await uploadFile(parent.origin, parent.site, file, fetch)
      expect(uploaded).toMatchObject({ ok: true, value: { name: 'rooms.txt', id: expect.stringMatching(/^att_/) } })
    })

    test('is told back with what was found in it', async () => {
      const body = new FormData()
      body.append('file', new File(['Two rooms.'], 'rooms.txt', { type: 'text/plain' }))
      const { parent, fetch } = page()
      const response = await fetch(`${parent.origin}/v1/uploads?site=${parent.site}`, { method: 'POST', body })
      expect(response.status).toBe(201)
      expect((await response.json()) as UploadAnswer).toMatchObject({ name: 'rooms.txt', contentType: 'text/plain', bytes: 10 })
    })

    test('that is empty, or not there, is refused', async () => {
      const { parent, fetch } = page()
      const empty = await uploadFile(parent.origin, parent.site, new File([], 'empty.txt'), fetch)
      expect(empty).toMatchObject({ ok: false, error: { code: 'attachment_refused' } })
      const body = new FormData()
      body.append('other', 'text')
      const none = await fetch(`${parent.origin}/v1/uploads?site=${parent.site}`, { method: 'POST', body })
      expect(await problemOf(none)).toMatchObject({ code: 'request_invalid' })
    })
  })

  describe('who wants to join', () => {
    test('is told what it joins', async () => {
      const facts = await (await page().get(`/v1/joining?via=${page().parent.site}`)).json()
      expect(facts).toMatchObject({ name: 'Acme', contact: 'hello@acme.example', applications: 'open', sponsor: 'Fernweh', test: false })
    })

    test('applies', async () => {
      const response = await page().post('/v1/applications', { name: 'Nora', email: 'nora@blog.example', website: 'nora.example' })
      expect([response.status, await response.json()]).toEqual([202, { received: true }])
      expect(await problemOf(await page().post('/v1/applications', { name: 'Nora', email: 'nora' }))).toMatchObject({
        code: 'request_invalid',
        errors: [{ pointer: '/email' }],
      })
    })
  })
}
