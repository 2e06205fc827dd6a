import { expireLeads, tellOverdue } from '@tributary/parent/jobs/leads'
import { newId, newLeadId } from '@tributary/protocol/id'
import type { Lead, LeadAnswer } from '@tributary/protocol/lead'
import { leadAnswer, lead as leadSchema, pipeline as pipelineSchema } from '@tributary/protocol/lead.schema'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { addService, buildContact, buildProposal, ofLead } from '../../support/deal.ts'
import { buildLead, claimedUntil, postLead, sealFor } from '../../support/lead.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { allRows } from '../../support/rows.ts'

const HOUR_MS = 60 * 60 * 1_000
const DAY_MS = 24 * HOUR_MS

describe.each(['PGlite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let database: TestDatabase | undefined
  let app: TestApp
  beforeAll(async () => {
    database = engine === 'PostgreSQL' ? await createTestDatabase() : undefined
    app = await createTestApp(database ? { place: { url: database.url } } : {})
    await addService(app, {
      answersWithinHours: 24,
      consents: ['You may call me.'],
      questions: [
        { id: 'rooms', kind: 'number', label: 'Rooms', isNeeded: true, least: 1, most: 20 },
        { id: 'style', kind: 'choice', label: 'Style', isNeeded: false, choices: ['Plain', 'Rustic'], most: 1 },
        { id: 'start', kind: 'date', label: 'Start', isNeeded: false },
        { id: 'budget', kind: 'budget', label: 'Budget', isNeeded: false },
        { id: 'wish', kind: 'text', label: 'Wishes', isNeeded: false, most: 20 },
        { id: 'plan', kind: 'file', label: 'Floor plan', isNeeded: false },
      ],
    })
    await app.staff('postAffiliate', { body: { name: 'Ember', email: 'ember@ember.example', code: 'EMBER' } })
    await app.staff('postAffiliate', { body: { name: 'Sam', email: 'sam@sam.example', code: 'SAM', sponsor: 'FERNWEH' } })
  })
  afterAll(async () => {
    await app.close()
    await database?.drop()
  })

  let people = 0
  const somebody = () => `person${++people}@gmail.com`
  const contact = (more: object = {}) => buildContact({ email: somebody(), answers: { rooms: 2 }, consents: ['You may call me.'], ...more })
  const ask = async (more: Parameters<typeof buildLead>[1] = {}): Promise<LeadAnswer> => {
    const answer = await postLead(app, await buildLead(app, { contact: contact(), ...more }))
    if (!answer.ok) throw new Error(await answer.text())
    return leadAnswer.parse(await answer.json())
  }
  const show = async (number: string): Promise<Lead> => leadSchema.parse(await ofLead(app, 'showLead', number)) as Lead
  /** Whose a request is that comes by somebody's link to the parent's own page. */
  const ownerOf = async (via: string, email: string): Promise<string | undefined> =>
    (await show((await ask({ site: undefined, via, contact: contact({ email }) })).number)).affiliate
  const mails = (kind: string): Promise<{ recipient: string; body_text: string }[]> =>
    app.database.query(`select recipient, body_text from messages where kind = $1 order by message_id`, [kind])

  describe('a request', () => {
    test('is taken once: the same bytes again are answered the same, also many at once', async () => {
      const body = await buildLead(app, { contact: contact() })
      const answers = await Promise.all(Array.from({ length: 12 }, () => postLead(app, body)))
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(11).fill(200), 201])
      const numbers = new Set(await Promise.all(answers.map(async (answer) => ((await answer.json()) as LeadAnswer).number)))
      expect(numbers.size).toBe(1)
    })

    test('under an id that stands for another one is refused', async () => {
      const body = await buildLead(app, { contact: contact() })
      await postLead(app, body)
      const answer = await postLead(app, { ...body, contact: contact() })
      expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([422, 'lead_id_reused'])
    })

    test('that is sealed is opened, answered by when it is promised, and everybody is told', async () => {
      const personal = contact({ name: 'Ada Muster' })
      const { contact: _clear, ...open } = await buildLead(app, { via: 'SAM' })
      const answer = await postLead(app, { ...open, sealed: await sealFor(app, personal, open.id) })
      const taken = leadAnswer.parse(await answer.json())
      expect(taken).toMatchObject({
        state: 'new',
        attribution: { affiliate: 'SAM', reason: 'placement' },
        answerBy: '2026-03-03T10:00:00.000Z',
      })
      expect(taken.statusUrl).toMatch(new RegExp(`^https://parent.example/request/${open.id}/`))
      expect((await show(taken.number)).contact.email).toBe(personal.email)
      expect((await mails('lead_received')).at(-1)?.recipient).toBe(personal.email)
      const [made] = (await mails('lead_made')).slice(-1)
      expect(made?.recipient).toBe('sam@sam.example')
      expect(made?.body_text).toContain('Ada Muster')
      expect(made?.body_text).not.toContain(personal.email)
    })

    test('whose seal no key opens is kept and may be sent again', async () => {
      const { contact: _clear, ...open } = await buildLead(app)
      const answer = await postLead(app, { ...open, sealed: 'v1.none.a.b.c' })
      expect([answer.status, ((await answer.json()) as Problem).final]).toEqual([503, false])
    })

    test.each([
      ['what is needed left out', { answers: {} }, '/contact/answers/rooms'],
      ['a number beyond its range', { answers: { rooms: 21 } }, '/contact/answers/rooms'],
      ['a number as text', { answers: { rooms: '2' } }, '/contact/answers/rooms'],
      ['a choice that is not on the list', { answers: { rooms: 2, style: 'Baroque' } }, '/contact/answers/style'],
      ['two choices of one', { answers: { rooms: 2, style: ['Plain', 'Rustic'] } }, '/contact/answers/style'],
      ['a day that no calendar has', { answers: { rooms: 2, start: '2026-02-30' } }, '/contact/answers/start'],
      ['a budget upside down', { answers: { rooms: 2, budget: { fromMinor: 2, toMinor: 1 } } }, '/contact/answers/budget'],
      ['a text that is too long', { answers: { rooms: 2, wish: 'x'.repeat(21) } }, '/contact/answers/wish'],
      ['a file that is none', { answers: { rooms: 2, plan: 'plan.pdf' } }, '/contact/answers/plan'],
      ['an answer to what is not asked', { answers: { rooms: 2, 'a/b~c': 'x' } }, '/contact/answers/a~1b~0c'],
      ['a consent that is missing', { consents: [] }, '/contact/consents'],
      ['no address', { email: 'nobody' }, '/contact/email'],
    ])('with %s is refused by field, for good', async (_, more, pointer) => {
      const body = await buildLead(app, { contact: contact(more) })
      const before = (await allRows(app.database))['leads']
      const answer = await postLead(app, body)
      const problem = (await answer.json()) as Problem
      expect([answer.status, problem.final, problem.leadId]).toEqual([422, true, body.id])
      expect(problem.errors?.map((error) => error.pointer)).toContain(pointer)
      expect((await allRows(app.database))['leads']).toEqual(before)
    })

    test('for a product, or for nothing that is offered, says so', async () => {
      const product = await postLead(app, await buildLead(app, { offer: 'mug', contact: contact() }))
      expect((await product.json()) as Problem).toMatchObject({ code: 'offer_unknown', detail: '“Enamel mug” is ordered, not asked for.' })
      const nothing = await postLead(app, await buildLead(app, { offer: 'none', contact: contact() }))
      expect(nothing.status).toBe(404)
    })

    test('from a flood of one mailbox is told when to come back, and nothing is stored', async () => {
      const email = 'f.l.o.o.d@gmail.com'
      for (let sent = 0; sent < 5; sent++) await ask({ contact: contact({ email }) })
      const before = await allRows(app.database)
      const answer = await postLead(app, await buildLead(app, { contact: contact({ email: 'flood+x@googlemail.com' }) }))
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '3600'])
      expect(await allRows(app.database)).toEqual(before)
      app.clock.now += HOUR_MS
      await ask({ contact: contact({ email }) })
    })

    test('is one of five an hour also where many come at once', async () => {
      const email = 'many-at-once@gmail.com'
      const bodies = await Promise.all(Array.from({ length: 9 }, () => buildLead(app, { contact: contact({ email }) })))
      const answers = await Promise.all(bodies.map((body) => postLead(app, body)))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 429, 429, 429, 429])
    })

    test('from a page of nobody’s network is not attributed to who is not in it', async () => {
      expect((await ask({ via: 'EMBER' })).attribution).toMatchObject({ affiliate: 'FERNWEH', reason: 'site' })
    })
  })

  describe('a customer who was registered', () => {
    const first = { email: 'Kim.Lee+kitchen@googlemail.com', phone: '030 123456' }
    test.each([
      ['the same mailbox written otherwise', { email: 'kimlee@gmail.com' }],
      ['the same telephone with its country', { email: 'other1@gmail.com', phone: '+49 (0)30 123 456' }],
      ['the same telephone dialled from abroad', { email: 'other2@gmail.com', phone: '0049 30/123-456' }],
    ])('is known again by %s, and stays with the first affiliate while the claim runs', async (_, second) => {
      await ask({ site: undefined, via: 'SAM', contact: contact(first) })
      const held = await ask({ site: undefined, via: 'EMBER', contact: contact(second) })
      expect(held.attribution).toEqual({ reason: 'claim', candidates: [{ evidence: 'placement', outcome: 'claimed' }] })
      expect((await show(held.number)).affiliate).toBe('SAM')
      const [told] = (await mails('lead_protected')).slice(-1)
      expect(told?.recipient).toBe('ember@ember.example')
      expect(told?.body_text).toContain(await claimedUntil(app, held.number))
      for (const secret of ['Sam', 'SAM', 'kim', '123456']) expect(told?.body_text).not.toContain(secret)
    })

    test('is known again by the company’s domain, but not by a mail provider’s', async () => {
      await ask({ site: undefined, via: 'SAM', contact: contact({ email: 'a@acme-works.example' }) })
      expect(await ownerOf('EMBER', 'b@acme-works.example')).toBe('SAM')
      expect(await ownerOf('EMBER', 'somebody.else@gmail.com')).toBe('EMBER')
    })

    test('is anybody’s once the claim is over', async () => {
      const email = 'later@later-works.example'
      await ask({ site: undefined, via: 'SAM', contact: contact({ email }) })
      const now = app.clock.now
      app.clock.now += 90 * DAY_MS - 1
      expect(await ownerOf('EMBER', email)).toBe('SAM')
      app.clock.now += 1
      expect(await ownerOf('EMBER', email)).toBe('EMBER')
      app.clock.now = now
    })

    test('by two pages at once has one owner', async () => {
      const email = 'race@race-works.example'
      const both = await Promise.all(
        ['SAM', 'EMBER', 'SAM', 'EMBER'].map((via) => ask({ site: undefined, via, contact: contact({ email }) })),
      )
      const owners = await Promise.all(both.map(async ({ number }) => (await show(number)).affiliate))
      expect(new Set(owners).size).toBe(1)
      expect(
        await app.database.query(
          `select 1 from claims c join claim_marks m using (program_id, claim_key) where m.kind = 'domain' and claimed_at = $1`,
          [new Date(app.clock.now)],
        ),
      ).not.toEqual([])
    })

    test('of a suspended affiliate is not held', async () => {
      const email = 'gone@gone-works.example'
      await ask({ site: undefined, via: 'SAM', contact: contact({ email }) })
      await app.staff('suspendAffiliate', { parameters: { code: 'SAM' }, body: { reason: 'A look.' } })
      expect(await ownerOf('EMBER', email)).toBe('EMBER')
      await app.staff('resumeAffiliate', { parameters: { code: 'SAM' } })
    })
  })

  describe('an affiliate', () => {
    const keyOf = async (code: string): Promise<string> =>
      (
        (await ofLead<{ key: string }>(app, 'postAffiliateKey', code, { name: 'test' }).catch(async () => {
          const answer = await app.staff('postAffiliateKey', { parameters: { code }, body: { name: 'test' } })
          return (await answer.json()) as { key: string }
        })) as { key: string }
      ).key
    const own = async (code: string, path: string, body?: unknown): Promise<Response> =>
      app.app.request(`${app.origin}/v1/affiliate${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Authorization: `Bearer ${await keyOf(code)}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })

    test('registers a customer that it talked to; another one is told until when, and nothing of whom', async () => {
      const customer = { name: 'Kay', email: 'kay@kay-works.example' }
      const registered = await own('SAM', '/leads', { offer: 'kitchen-planning', contact: customer })
      expect([registered.status, ((await registered.json()) as Lead).claimedUntil]).toEqual([201, '2026-05-31'])
      const before = await allRows(app.database)
      const refused = await own('EMBER', '/leads', { offer: 'kitchen-planning', contact: { name: 'K', email: 'ceo@kay-works.example' } })
      const problem = (await refused.json()) as Problem
      expect(problem).toMatchObject({ status: 409, code: 'lead_claimed', until: '2026-05-31' })
      expect(JSON.stringify(problem)).not.toMatch(/SAM|Sam|Kay\b|kay@/)
      expect({ ...(await allRows(app.database)), affiliate_keys: 0 }).toEqual({ ...before, affiliate_keys: 0 })
    })

    test('works its own requests and no others’, and sees no address', async () => {
      const { number } = await ask({ site: undefined, via: 'SAM' })
      const seen = (await (await own('SAM', `/leads/${number}`)).json()) as Lead
      expect(Object.keys(seen.contact)).toEqual(['name'])
      expect((await own('EMBER', `/leads/${number}`)).status).toBe(404)
      expect((await own('EMBER', `/leads/${number}/contact`, {})).status).toBe(404)
      expect((await own('SAM', `/leads/${number}/contact`, {})).status).toBe(200)
      expect((await own('SAM', `/leads/${number}/lose`, {})).status).toBe(422)
      expect((await own('SAM', `/leads/${number}/lose`, { reason: 'Chose another.' })).status).toBe(200)
      expect(await show(number)).toMatchObject({ state: 'lost', reason: 'Chose another.' })
      expect((await own('SAM', `/leads/${number}/reopen`, {})).status).toBe(200)
      await app.staff('suspendAffiliate', { parameters: { code: 'SAM' }, body: { reason: 'A look.' } })
      expect((await own('SAM', `/leads/${number}/lose`, { reason: 'Mine.' })).status).toBe(409)
      await app.staff('resumeAffiliate', { parameters: { code: 'SAM' } })
    })
  })

  describe('the clock', () => {
    test('tells staff and the affiliate once that nobody answers; staff may take over, for a share', async () => {
      const { number } = await ask({ site: undefined, via: 'SAM' })
      const early = await app.staff('takeOverLead', { parameters: { id: number }, body: { reason: 'Impatience.' } })
      expect([early.status, ((await early.json()) as Problem).detail]).toEqual([
        409,
        expect.stringMatching(/once nobody has answered it in time/),
      ])
      app.clock.now += 24 * HOUR_MS + 1
      await tellOverdue(app.parent)
      await tellOverdue(app.parent)
      const told = (await mails('lead_unanswered')).filter(({ body_text }) => body_text.includes(number))
      expect(told).toHaveLength(1)
      expect((await mails('lead_overdue')).filter(({ body_text }) => body_text.includes(number))).toHaveLength(1)
      expect((await show(number)).isOverdue).toBe(true)
      await ofLead(app, 'takeOverLead', number, { reason: 'Not answered in time.' })
      expect(await show(number)).toMatchObject({ handledBy: 'staff', shareBasisPoints: 5_000, affiliate: 'SAM' })
    })

    test('lets nothing expire that is talked about, or whose proposal is still good', async () => {
      const [talked, proposed] = [await ask({ site: undefined, via: 'SAM' }), await ask({ site: undefined, via: 'SAM' })]
      const start = app.clock.now
      app.clock.now = start + 59 * DAY_MS
      await ofLead(app, 'postPost', talked.number, { id: newId('post'), body: 'Still there?' })
      await ofLead(app, 'postProposal', proposed.number, buildProposal({ validUntil: '2027-12-31' }))
      app.clock.now = start + 118 * DAY_MS
      await expireLeads(app.parent)
      expect([(await show(talked.number)).state, (await show(proposed.number)).state]).toEqual(['contacted', 'proposed'])
      app.clock.now = start + 120 * DAY_MS
      await expireLeads(app.parent)
      expect([(await show(talked.number)).state, (await show(proposed.number)).state]).toEqual(['expired', 'proposed'])
      app.clock.now = start
    })

    test('expires what nobody moves; it can be reopened only while the customer is protected', async () => {
      const { number } = await ask({ site: undefined, via: 'SAM' })
      app.clock.now += 60 * DAY_MS + 1
      await expireLeads(app.parent)
      expect((await show(number)).state).toBe('expired')
      await ofLead(app, 'reopenLead', number)
      expect((await show(number)).state).toBe('contacted')
      app.clock.now += 60 * DAY_MS + 1
      await expireLeads(app.parent)
      const late = await app.staff('reopenLead', { parameters: { id: number } })
      expect([late.status, ((await late.json()) as Problem).detail]).toEqual([
        409,
        expect.stringMatching(/could be reopened until \d{4}-\d\d-\d\d/),
      ])
    })
  })

  test('a request that is given to another affiliate takes its customer with it', async () => {
    const email = 'moved@moved-works.example'
    const { number } = await ask({ site: undefined, via: 'SAM', contact: contact({ email }) })
    await ofLead(app, 'assignLead', number, { affiliate: 'EMBER', reason: 'Nearer to the customer.' })
    expect((await show(number)).affiliate).toBe('EMBER')
    expect((await ask({ site: undefined, via: 'SAM', contact: contact({ email }) })).attribution).toMatchObject({ reason: 'claim' })
  })

  test('the pipeline counts what is where, what it is worth and how long it stayed', async () => {
    const figures = async () => pipelineSchema.parse(await (await app.staff('getPipeline')).json())
    const before = await figures()
    const { number } = await ask({ site: undefined, via: 'EMBER' })
    app.clock.now += 10 * HOUR_MS
    await ofLead(app, 'postProposal', number, buildProposal({ validUntil: '2026-12-31' }))
    const after = await figures()
    const of = ({ total }: typeof after, state: string) => total.states.find((one) => one.state === state)
    expect((of(after, 'proposed')?.leads ?? 0) - (of(before, 'proposed')?.leads ?? 0)).toBe(1)
    expect((of(after, 'proposed')?.valueMinor ?? 0) - (of(before, 'proposed')?.valueMinor ?? 0)).toBe(150_000)
    const rows = await app.database.query<{ state: string; leads: number; worth: number }>(
      `select state, count(*)::integer as leads, sum(value_minor)::bigint as worth from leads where not test group by state`,
    )
    for (const row of rows) expect(of(after, row.state)).toMatchObject({ leads: row.leads, valueMinor: row.worth })
    const own = after.affiliates?.find(({ affiliate }) => affiliate === 'EMBER')
    expect(own?.figures.states.find(({ state }) => state === 'proposed')?.leads).toBe(1)
  })

  test('a test request is marked, starts no clock and is purged', async () => {
    const taken = await ask({ site: app.testSite.key, id: newLeadId() })
    expect(taken.test).toBe(true)
    app.clock.now += 48 * HOUR_MS
    await tellOverdue(app.parent)
    expect((await mails('lead_unanswered')).filter(({ body_text }) => body_text.includes(taken.number))).toEqual([])
    expect((await app.staff('purgeTest')).status).toBe(200)
    expect((await app.staff('showLead', { parameters: { id: taken.number } })).status).toBe(404)
  })
})
