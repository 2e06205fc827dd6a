import type { Affiliate } from '@tributary/protocol/affiliate'
import type { Application, Invitation } from '@tributary/protocol/application'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { linkIn, takeMails } from '../../support/mail.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ policy: { staffEmails: ['staff@parent.example'] } })
})
afterAll(() => app.close())
beforeEach(() => takeMails(app))

const apply = (body: unknown): Promise<Response> =>
  app.fetch(`${app.origin}/v1/applications`, { method: 'POST', body: JSON.stringify(body) })

const applications = async (): Promise<Application[]> =>
  ((await (await app.staff('listApplications')).json()) as { applications: Application[] }).applications

const affiliates = async (): Promise<Affiliate[]> =>
  ((await (await app.staff('listAffiliates')).json()) as { affiliates: Affiliate[] }).affiliates

const submit = (path: string, fields: Record<string, string>): Promise<Response> =>
  Promise.resolve(app.app.request(`${app.origin}${path}`, { method: 'POST', body: new URLSearchParams(fields) }))

describe('what is told before', () => {
  const facts = async (query = ''): Promise<unknown> => (await app.fetch(`${app.origin}/v1/joining${query}`)).json()

  test('is who sells, where to ask, and who recruits; a share only where a plan has one for everybody', async () => {
    const common = { name: 'Acme', contact: expect.any(String), applications: 'open', test: false }
    expect(await facts()).toEqual(common)
    expect(await facts(`?via=${app.site.key}`)).toEqual({ ...common, sponsor: 'Fernweh' })
    expect(await facts('?via=nobody')).toEqual(common)
  })

  test('refuses what it does not know, by name', async () => {
    const answer = await app.fetch(`${app.origin}/v1/joining?sponsor=x`)
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as Problem).errors).toMatchObject([{ pointer: expect.stringContaining('sponsor') }])
  })
})

describe('an application', () => {
  test('waits under who recruited it, and both sides are told', async () => {
    const body = {
      name: 'Wanderlust',
      email: 'ada@wanderlust.example',
      website: 'Wanderlust.example/blog',
      about: 'Walks.',
      via: app.site.key,
    }
    const answer = await apply(body)
    expect([answer.status, await answer.json(), answer.headers.get('Access-Control-Allow-Origin')]).toEqual([202, { received: true }, '*'])
    const [waiting] = await applications()
    expect(waiting).toMatchObject({ name: 'Wanderlust', website: 'https://Wanderlust.example/blog', sponsor: 'FERNWEH', state: 'applied' })
    const mails = await takeMails(app)
    expect(mails.map(({ kind, recipient }) => `${kind} ${recipient}`)).toEqual([
      'application_received ada@wanderlust.example',
      'application_arrived staff@parent.example',
    ])
    expect(mails[1]?.text).toContain(`tributary affiliate approve ${waiting?.code}`)
  })

  test('that comes again from the same mailbox is answered alike, and waits once', async () => {
    const answer = await apply({ name: 'Wanderlust', email: 'A.da+again@wanderlust.example' })
    expect([answer.status, await answer.json()]).toEqual([202, { received: true }])
    expect(await applications()).toHaveLength(1)
    expect(await takeMails(app)).toEqual([])
  })

  test('of an affiliate is answered alike, and brings it the link to its page', async () => {
    expect((await apply({ name: 'Fernweh', email: 'kim@fernweh.example' })).status).toBe(202)
    expect(await takeMails(app)).toMatchObject([{ kind: 'sign_in_link', recipient: 'kim@fernweh.example' }])
    await apply({ name: 'Fernweh', email: 'kim@fernweh.example' })
    expect(await takeMails(app)).toEqual([])
  })

  test('earns nothing, recruits nobody and cannot be suspended before it is approved', async () => {
    const code = (await applications())[0]?.code ?? ''
    const refused = await app.staff('suspendAffiliate', { parameters: { code } })
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([409, 'affiliate_transition_refused'])
    const sponsored = await app.staff('postAffiliate', { body: { name: 'Below', email: 'b@below.example', sponsor: code } })
    expect([sponsored.status, ((await sponsored.json()) as Problem).code]).toEqual([409, 'sponsor_closed'])
  })

  test('that is approved gets its link, its site and the line to paste', async () => {
    const code = (await applications())[0]?.code ?? ''
    const approved = (await (await app.staff('approveAffiliate', { parameters: { code } })).json()) as Affiliate
    expect(approved).toMatchObject({ code, state: 'active', sponsor: 'FERNWEH' })
    const [mail] = await takeMails(app)
    expect(mail).toMatchObject({ kind: 'affiliate_welcome', recipient: 'ada@wanderlust.example' })
    expect(mail?.text).toContain(`${app.origin}/?via=${code}`)
    const { sites } = (await (await app.staff('listSites')).json()) as { sites: { affiliate: string; origins: string[]; key: string }[] }
    const own = sites.find(({ affiliate }) => affiliate === code)
    expect(own?.origins).toEqual(['https://wanderlust.example'])
    expect(mail?.text).toContain(`<script async src="${app.origin}/v1/tributary.js" data-tributary-site="${own?.key}"></script>`)
    expect((await app.staff('approveAffiliate', { parameters: { code } })).status).toBe(409)
  })

  test('that is declined is told why, is closed, and may come again', async () => {
    await apply({ name: 'Spam', email: 'spam@spam.example' })
    const [waiting] = await applications()
    await takeMails(app)
    const declined = await app.staff('declineAffiliate', {
      parameters: { code: waiting?.code ?? '' },
      body: { reason: 'We know no such shop.' },
    })
    expect(((await declined.json()) as Affiliate).state).toBe('closed')
    const [mail] = await takeMails(app)
    expect(mail).toMatchObject({ kind: 'application_declined', recipient: 'spam@spam.example' })
    expect(mail?.text).toContain('We know no such shop.')
    expect((await apply({ name: 'Spam', email: 'spam@spam.example' })).status).toBe(202)
    expect(await applications()).toHaveLength(1)
  })

  test.each([
    [{ name: '', email: 'a@b.example' }, '/name'],
    [{ name: 'A', email: 'nobody' }, '/email'],
    [{ name: 'A', email: 'a@b.example', website: 'javascript:alert(1)' }, '/website'],
    [{ name: 'A', email: 'a@b.example', sponsor: 'FERNWEH' }, '/sponsor'],
  ])('%j is refused at %s', async (body, pointer) => {
    const answer = await apply(body)
    expect([answer.status, ((await answer.json()) as Problem).errors?.map((one) => one.pointer)]).toEqual([422, [pointer]])
  })

  test('from a test site is a test: told to nobody, and purged', async () => {
    await apply({ name: 'Trial', email: 'trial@trial.example', via: app.testSite.key })
    expect((await applications()).filter(({ test }) => test)).toHaveLength(1)
    expect((await takeMails(app)).every((mail) => mail.test)).toBe(true)
    await app.staff('purgeTest')
    expect((await affiliates()).filter(({ name }) => name === 'Trial')).toEqual([])
  })

  test('with a sponsor that nobody knows, or that is closed, is taken without one', async () => {
    await app.staff('postAffiliate', { body: { name: 'Gone', email: 'gone@gone.example', code: 'GONE1' } })
    await app.staff('closeAffiliate', { parameters: { code: 'G0NE1' } })
    await apply({ name: 'One', email: 'one@one.example', via: 'NOBODY99' })
    await apply({ name: 'Two', email: 'two@two.example', via: 'GONE1' })
    const waiting = await applications()
    expect(waiting.filter(({ name }) => name === 'One' || name === 'Two').map(({ via, sponsor }) => [via, sponsor])).toEqual([
      ['NOBODY99', undefined],
      ['GONE1', undefined],
    ])
  })
})

describe('an invitation', () => {
  const invite = async (body: unknown): Promise<Invitation> => (await (await app.staff('postInvitation', { body })).json()) as Invitation

  test('is good once: whoever holds the link joins under the sponsor, without being asked again', async () => {
    const { url } = await invite({ email: 'finn@fjord.example', name: 'Fjord', sponsor: 'fernweh' })
    const [mail] = await takeMails(app)
    expect(mail).toMatchObject({ kind: 'affiliate_invited', recipient: 'finn@fjord.example' })
    expect(mail && linkIn(mail, /https:\/\/parent\.example\/join\/inv_[\w-]+/)).toBe(url)
    const path = new URL(url).pathname
    const form = await (await app.app.request(url)).text()
    expect(form).toContain('finn@fjord.example')
    expect(form).toContain('value="Fjord"')
    const joined = await submit(path, { name: 'Fjord', website: 'fjord.example', sharesName: 'on', email: 'thief@thief.example' })
    expect(joined.status).toBe(200)
    expect((await affiliates()).find(({ name }) => name === 'Fjord')).toMatchObject({
      email: 'finn@fjord.example',
      state: 'active',
      sponsor: 'FERNWEH',
    })
    expect(await takeMails(app)).toMatchObject([{ kind: 'affiliate_welcome', recipient: 'finn@fjord.example' }])
    expect((await submit(path, { name: 'Fjord' })).status).toBe(404)
  })

  test('to who has applied approves the application', async () => {
    await apply({ name: 'Quick', email: 'quick@quick.example' })
    const { url } = await invite({ email: 'quick@quick.example' })
    await submit(new URL(url).pathname, { name: 'Quick' })
    expect((await affiliates()).filter(({ name }) => name === 'Quick').map(({ state }) => state)).toEqual(['active'])
  })

  test('taken up by two at once makes one affiliate', async () => {
    const { url } = await invite({ email: 'twice@twice.example' })
    const path = new URL(url).pathname
    const answers = await Promise.all([submit(path, { name: 'Twice' }), submit(path, { name: 'Twice' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    expect((await affiliates()).filter(({ name }) => name === 'Twice')).toHaveLength(1)
  })

  test('is not good after its days, nor with a letter changed', async () => {
    const { url } = await invite({ email: 'late@late.example' })
    expect((await app.app.request(`${url}x`)).status).toBe(404)
    app.clock.now += 31 * 24 * 60 * 60 * 1_000
    expect((await app.app.request(url)).status).toBe(404)
    app.clock.now -= 31 * 24 * 60 * 60 * 1_000
    expect((await app.app.request(url)).status).toBe(200)
  })

  test.each([
    [{ email: 'kim@fernweh.example' }, 'affiliate_known'],
    [{ email: 'new@new.example', sponsor: 'NOBODY99' }, 'affiliate_unknown'],
    [{ email: 'new@new.example', sponsor: 'GONE1' }, 'sponsor_closed'],
    [{ email: 'new' }, 'request_invalid'],
  ])('%j is refused: %s', async (body, code) => {
    expect(((await (await app.staff('postInvitation', { body })).json()) as Problem).code).toBe(code)
  })
})

describe('the page /join', () => {
  test('takes an application without a script, and gives back a form that does not fit as it was filled', async () => {
    const bad = await submit('/join', { name: 'Kiosk', email: 'kiosk', website: 'javascript:alert(1)', about: '<b>', via: app.site.key })
    const text = await bad.text()
    expect(bad.status).toBe(422)
    expect(text).toContain('This is no e-mail address')
    expect(text).toContain('This is no address of a website')
    expect(text).toContain('value="Kiosk"')
    expect(text).toContain('&lt;b&gt;')
    const good = await submit('/join', { name: 'Kiosk', email: 'kiosk@kiosk.example', via: app.site.key })
    expect(good.status).toBe(200)
    expect((await applications()).find(({ name }) => name === 'Kiosk')?.sponsor).toBe('FERNWEH')
  })

  test('says who recruits, and tells nothing to the pages it links to once something was typed', async () => {
    const shown = await app.app.request(`${app.origin}/join?via=FERNWEH`)
    expect(await shown.text()).toContain('the network of Fernweh')
    expect((await submit('/join', {})).headers.get('Referrer-Policy')).toBe('no-referrer')
  })

  test('is closed where the program invites only; invitations go on', async () => {
    const program = (await (await app.staff('getProgram')).json()) as object
    await app.staff('putProgram', { body: { ...program, joining: { applications: 'closed' } } })
    expect((await app.app.request(`${app.origin}/join`)).status).toBe(403)
    const refused = await apply({ name: 'A', email: 'a@a.example' })
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([403, 'applications_closed'])
    const invited = await app.staff('postInvitation', { body: { email: 'in@in.example' } })
    const { url } = (await invited.json()) as Invitation
    expect((await submit(new URL(url).pathname, { name: 'In' })).status).toBe(200)
    await app.staff('putProgram', { body: program })
  })
})
