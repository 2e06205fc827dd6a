import { newLeadId } from '@tributary/protocol/id'
import type { Lead } from '@tributary/protocol/lead'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { FILES } from '../../support/conversation.ts'
import { addService, ofLead } from '../../support/deal.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app, {
    price: { kind: 'on_request' },
    answersWithinHours: 24,
    consents: ['You may call me.'],
    questions: [
      { id: 'rooms', kind: 'number', label: 'Rooms', isNeeded: true, least: 1, most: 20 },
      { id: 'style', kind: 'choice', label: 'Style', isNeeded: false, choices: ['Plain', 'Rustic'], most: 2 },
      { id: 'budget', kind: 'budget', label: 'Budget', isNeeded: false },
      { id: 'plan', kind: 'file', label: 'Floor plan', isNeeded: false, group: 'Pictures' },
    ],
  })
})
afterAll(() => app.close())

type Field = readonly [string, string | File]

const FILLED: readonly Field[] = [
  ['q-rooms', '2,5'],
  ['q-style', 'Plain'],
  ['q-style', 'Rustic'],
  ['q-budget-from', '900'],
  ['name', 'Ada <b>Muster</b>'],
  ['email', 'ada@customer.example'],
  ['consent', 'You may call me.'],
]

/** Sends the form as a browser does: who sent the visitor and the id come first. */
async function send(fields: readonly Field[], { via = app.site.key as string, id = newLeadId() as string } = {}): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of [['via', via], ['id', id], ...fields] as Field[]) form.append(name, value)
  return app.app.request(`${app.origin}/o/kitchen-planning/ask`, { method: 'POST', body: form })
}

const leadAt = async (answer: Response): Promise<Lead> => {
  const id = /^\/request\/(led_[\w-]+)\//.exec(answer.headers.get('Location') ?? '')?.[1]
  return ofLead<Lead>(app, 'showLead', id ?? '')
}

describe('the hosted page of a service', () => {
  test('asks its own questions, without a script', async () => {
    const page = await (await app.app.request(`${app.origin}/o/kitchen-planning?via=${app.site.key}`)).text()
    expect(page).toContain('Price on request')
    expect(page).toContain('Within a day')
    for (const name of ['q-rooms', 'q-style', 'q-budget-from', 'q-plan', 'email', 'consent']) expect(page).toContain(`name="${name}"`)
    expect(page).toMatch(/<button>Ask for an offer<\/button>/)
  })

  test('takes a request with a file once, however often the form is sent, and leads to its page', async () => {
    const id = newLeadId()
    const file = new File([FILES.pdf], 'plan.pdf', { type: 'application/pdf' })
    const first = await send([...FILLED, ['q-plan', file]], { id })
    expect([first.status, first.headers.get('Cache-Control')]).toEqual([303, 'no-store'])
    const lead = await leadAt(first)
    expect(lead).toMatchObject({ affiliate: app.affiliate.code, contact: { name: 'Ada <b>Muster</b>' }, state: 'new' })
    expect(lead.answers.map(({ question, answer }) => [question.id, answer])).toEqual([
      ['rooms', 2.5],
      ['style', ['Plain', 'Rustic']],
      ['budget', { fromMinor: 90_000 }],
      ['plan', [{ id: expect.stringMatching(/^att_/), name: 'plan.pdf', secret: '' }]],
    ])
    expect((await app.database.query('select 1 from attachments where conversation_key is not null')).length).toBe(1)
  })

  test('leads to the same page when the same form is sent again', async () => {
    const id = newLeadId()
    const [first, second] = [await send(FILLED, { id }), await send(FILLED, { id })]
    expect(second.headers.get('Location')).toBe(first.headers.get('Location'))
  })

  test('shows what is wrong beside its field, with all that was typed, and what arrived is not chosen again', async () => {
    const file = new File([FILES.pdf], 'plan.pdf', { type: 'application/pdf' })
    const answer = await send([
      ['q-rooms', 'many'],
      ['name', '"><script>alert(1)</script>'],
      ['email', 'nowhere'],
      ['q-plan', file],
    ])
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('An e-mail address has the form name@example.com.')
    expect(page).toContain('value="many"')
    expect(page).toContain('plan.pdf has arrived.')
    expect(page).not.toContain('<script>alert')
    const kept = /name="kept-plan" value="([^"]+)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? ''
    expect((await leadAt(await send([...FILLED, ['kept-plan', kept]]))).answers.at(-1)?.answer).toMatchObject([{ name: 'plan.pdf' }])
  })

  test('names the question that was not answered, and the consent that is missing', async () => {
    const page = await (await send(FILLED.filter(([name]) => name !== 'q-rooms' && name !== 'consent'))).text()
    expect(page).toContain('Rooms: Please answer this; it is needed for an offer.')
    expect(page).toContain('Please agree to this first: You may call me.')
  })

  test('refuses a file that lies about its type, and sends nothing', async () => {
    const before = (await app.database.query('select 1 from leads')).length
    const answer = await send([...FILLED, ['q-plan', new File([FILES.program], 'plan.pdf', { type: 'application/pdf' })]])
    expect(answer.status).toBe(422)
    expect((await app.database.query('select 1 from leads')).length).toBe(before)
  })

  test('takes no order: a service is asked for', async () => {
    const order = await app.app.request(`${app.origin}/o/kitchen-planning/order`, {
      method: 'POST',
      body: new URLSearchParams({ sku: 'kitchen-planning', quantity: '1' }),
    })
    expect(order.status).not.toBe(303)
    expect((await app.database.query('select 1 from orders')).length).toBe(0)
  })
})
